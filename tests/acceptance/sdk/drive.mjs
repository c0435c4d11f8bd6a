// Drives the official web SDK over JSON lines.
//
// Standard input, one command a line:  {"id": 1, "do": "login", "account": "nora", ...}
// Standard output, one event a line:
//   {"reply": 1, "value": ...}  or  {"reply": 1, "error": "..."}   when the SDK answered the command
//   {"callback": "onLoginSuccess", "args": [...]}                   whenever the SDK calls back
//   {"frame": "sent" | "got", "text": "..."}                        each frame, for assertions about the wire
//
// A call is named by its channel and the other account, as in the SDK itself.
import { createRequire } from "node:module";
import readline from "node:readline";
import { becomeBrowser } from "./browser.mjs";

const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");
becomeBrowser((direction, text) => say({ frame: direction, text }));
const Signal = createRequire(import.meta.url)("agora-signaling-sdk");

const SESSION_CALLBACKS = ["onLoginSuccess", "onLoginFailed", "onLogout", "onMessageInstantReceive"];
const CHANNEL_CALLBACKS = [
  "onChannelJoined", "onChannelJoinFailed", "onChannelLeaved", "onChannelUserList", "onChannelUserJoined",
  "onChannelUserLeaved", "onChannelAttrUpdated", "onMessageChannelReceive",
];
const CALL_CALLBACKS = [
  "onInviteReceivedByPeer", "onInviteAcceptedByPeer", "onInviteRefusedByPeer", "onInviteFailed", "onInviteEndByPeer",
  "onInviteEndByMyself", "onInviteMsg",
];

let session = null;
let channel = null;
const calls = new Map();

function hear(source, names, extra = {}) {
  for (const name of names) source[name] = (...args) => say({ callback: name, args, ...extra });
}

function remember(call) {
  const about = { channel: call.channelName, peer: call.peer, extra: call.extra };
  calls.set(call.channelName + call.peer, call);
  hear(call, CALL_CALLBACKS, { call: about });
  return about;
}

function callOf({ channel: name, peer }) {
  const call = calls.get(name + peer);
  if (!call) throw new Error(`no call with ${peer} on ${name}`);
  return call;
}

/** Each command answers with a value, or with a promise of what the SDK's own callback said. */
const commands = {
  login({ app, account, token = "_no_need_token", url, lbs }) {
    const signal = Signal(app);
    if (url) signal.setUpDebugging("ap_url", url);
    if (lbs) {
      signal.lbs_url1 = [lbs];
      signal.lbs_url2 = [lbs];
    }
    session = signal.login(account, token);
    hear(session, SESSION_CALLBACKS);
    session.onInviteReceived = (call) => say({ callback: "onInviteReceived", args: [], call: remember(call) });
  },
  logout: () => session.logout(),
  status: () => session.getStatus(),
  send: ({ to, text }) =>
    new Promise((answer) => session.messageInstantSend(to, text, (failed) => answer({ failed }))),
  join({ channel: name }) {
    channel = session.channelJoin(name);
    hear(channel, CHANNEL_CALLBACKS);
  },
  leave: () => channel.channelLeave(),
  channel_send: ({ text }) => new Promise((answer) => channel.messageChannelSend(text, () => answer(null))),
  set_attr: ({ name, value }) => new Promise((answer) => channel.channelSetAttr(name, value, () => answer(null))),
  del_attr: ({ name }) => new Promise((answer) => channel.channelDelAttr(name, () => answer(null))),
  clear_attr: () => new Promise((answer) => channel.channelClearAttr(() => answer(null))),
  invite: ({ channel: name, peer, extra = "" }) => remember(session.channelInviteUser2(name, peer, extra)),
  accept: (command) => callOf(command).channelInviteAccept(command.extra),
  refuse: (command) => callOf(command).channelInviteRefuse(command.extra),
  dtmf: (command) => callOf(command).channelInviteDTMF(command.digits),
  end: (command) => callOf(command).channelInviteEnd(command.extra),
  invoke: ({ name, args = {} }) =>
    new Promise((answer) => session.invoke(`io.agora.signal.${name}`, args, (error, value) => answer({ error, value }))),
};

async function obey(line) {
  const command = JSON.parse(line);
  try {
    if (!Object.hasOwn(commands, command.do)) throw new Error(`unknown command ${command.do}`);
    say({ reply: command.id, value: (await commands[command.do](command)) ?? null });
  } catch (error) {
    say({ reply: command.id, error: String(error) });
  }
}

readline.createInterface({ input: process.stdin }).on("line", obey).on("close", () => process.exit(0));

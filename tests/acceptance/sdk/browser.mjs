// The few browser globals that the SDK touches. Everything stays on this machine: requests to any other host are
// swallowed (the SDK reports each login, with its token, to a telemetry host).
import http from "node:http";
import WebSocket from "ws";

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/]/;

class LocalXMLHttpRequest {
  readyState = 0;
  status = 0;
  responseText = "";

  open(method, url) {
    this.method = method;
    this.url = url;
  }

  setRequestHeader() {}

  abort() {
    this.request?.destroy();
  }

  send() {
    if (this.method !== "GET" || !LOOPBACK.test(this.url)) return;
    this.request = http.get(this.url, { headers: { Origin: "http://localhost" } }, (answer) => {
      answer.setEncoding("utf8");
      answer.on("data", (text) => (this.responseText += text));
      answer.on("end", () => {
        this.readyState = 4;
        this.status = answer.statusCode;
        this.onreadystatechange?.();
      });
    });
    this.request.on("error", (error) => this.onerror?.(error));
  }
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** Puts the globals in place; `onFrame(direction, text)` hears every text frame of every socket. */
export function becomeBrowser(onFrame) {
  define("window", globalThis);
  define("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64) Bellbird acceptance run" });
  define("XMLHttpRequest", LocalXMLHttpRequest);
  define(
    "WebSocket",
    class extends WebSocket {
      constructor(url) {
        super(url, { origin: "http://localhost" });
        this.on("message", (body, binary) => onFrame("got", binary ? `${body.length} bytes, compressed` : String(body)));
      }

      send(text) {
        onFrame("sent", text);
        super.send(text);
      }
    },
  );
  // The SDK logs to the console; standard output belongs to the JSON lines.
  console.log = console.error;
}

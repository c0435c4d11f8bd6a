# Sentences a person reads, English. Every key and argument is declared in src/ui/text/sentences.rs.

## The app and its rail
app-name = Bellbird
app-tagline = Messages and calls on your own server
app-version = Bellbird { $version }
chats = Chats
calls = Calls
attributes = Attributes
inspector = Inspector
duo = Duo
settings = Settings
unread = { $count } unread
your-account-state = { $name }, { $state }

## Words that many places use
ok = OK
cancel = Cancel
close = Close
back = Back
save = Save
done = Done
delete = Delete
undo = Undo
copy = Copy
copied = Copied
edit = Edit
add = Add
leave = Leave
search = Search
more = More
try-again = Try again
try-now = Try now
show = Show
hide = Hide
optional = optional
you = you
online = Online
offline = Offline
online-inline = online
offline-inline = offline
joined = Joined
not-joined = Not joined
code-with-number = { $name } · { $number }
subtitle-pair = { $first } · { $second }

## Signing in
sign-in = Sign in
signing-in = Signing in…
sign-out = Sign out
server = Server
this-computer = This computer
another-server = Another server
built-in-ready = Built-in, ready
built-in-starting = Built-in, starting…
built-in-stopped = Built-in, stopped
built-in-failed = Built-in server did not start
enter-an-address = Enter an address
server-address = Server address
server-address-hint = example.com or 192.168.1.24:8801
checking-server = Checking the server…
server-reachable = Reachable
server-silent = No answer
app-id = App ID
app-id-note = People you talk to need the same App ID.
account = Account
token = Token
token-optional = Token (optional)
token-hint = Leave empty for test mode
token-needed-hint = Paste your token
test-mode-note = Test mode: this server lets anyone in without a token.
token-needed-note = This server asks for a token.
show-token = Show token
hide-token = Hide token
remember-me = Remember me on this computer
step-finding-server = Finding server
step-server-found = Server found
step-checking-account = Checking account
step-loading-chats = Loading chats
testing-calls = Testing calls?
open-two-accounts = Open two accounts side by side
help = Help
open-log-folder = Open log folder
language-english = English
language-chinese = 简体中文

## What can be wrong with signing in
error-server-unreachable = Cannot reach this server. Check the address and your network.
error-built-in-failed = The built-in server did not start: { $reason }
error-address-empty = Enter the address of a server.
error-not-an-address = This is not a server address. Try example.com or 192.168.1.24:8801.
error-not-a-bellbird-server = This address answers, but not as a Bellbird server.
error-login-timed-out = The server took too long to answer. Try again.
error-login-failed = The server refused the sign-in.
error-login-cancelled = Sign-in cancelled.
error-token-expired = This token has expired
error-token-expired-hint = This token has expired. Paste a new one, or clear the field if the server runs in test mode.
remembered-accounts = Signed in here before
error-token-wrong = This token does not fit the App ID and account
error-token-hint = Ask for a new token and paste it here.
error-login-barred = This account was signed out by the server. Try again later.
error-account-refused = The server does not accept this account.
error-account-empty = Enter an account.
error-account-has-space = An account cannot contain spaces.
error-account-bad-character = An account can only contain visible characters.
error-account-too-long = An account can be at most { $limit } bytes long.
error-app-id-empty = Enter an App ID.
error-app-id-bad = An App ID can contain letters, digits, hyphens and underscores only.
error-app-id-unknown = This server does not know the App ID.
logged-out-elsewhere = You were signed out because this account signed in on another device.
logged-out-network = You were signed out because the connection could not be restored.
logged-out-token-expired = You were signed out because your token expired.
logged-out-by-server = The server signed you out.

## The list of chats
search-or-jump = Search or jump to…
channels = Channels
direct-messages = Direct messages
new-message = New message
start-chat = Start chat
new-messages = New messages
no-chats-yet = No chats yet
no-chats-note = Channels you join and people you write to appear here.
no-search-results = Nothing found for “{ $query }”
loading-chats = Loading chats…
draft-preview = Draft: { $text }
preview-by-you = You: { $text }
preview-by = { $name }: { $text }
rejoining = Rejoining
reconnecting-short = Reconnecting
mute-chat = Mute this chat
unmute-chat = Unmute this chat
pin-chat = Pin to the top
unpin-chat = Unpin
found-messages = Messages
muted = Muted
mark-as-read = Mark as read
remove-from-list = Remove from the list

## Joining, writing to and calling someone
join-a-channel = Join a channel
join-a-channel-note = Pick a name. Whoever joins it can talk there.
channel-name = Channel name
channel-name-hint = lantern-night
join = Join
joining = Joining…
switch-channel = Leave { $from } and join { $to }?
switch-channel-note = You can be in one channel at a time.
message-someone = Message someone
message-someone-note = All you need is their account name.
call-someone = Call someone
call-someone-note = They need to be signed in with the same App ID.
their-account = Their account
note-optional = Note (optional)
write = Write
error-channel-name-empty = Enter a channel name.
error-channel-name-bad = A channel name can only contain visible characters.
error-channel-name-too-long = A channel name can be at most { $limit } bytes long.
error-channel-full = This channel is full.
error-join-failed = Could not join { $name }.
error-not-in-channel = You are not in this channel. Join it first.
error-own-account = This is your own account.
error-account-unknown = Nobody has ever signed in as { $account }.

## Empty window
welcome = Welcome, { $name }
nobody-here-this-computer = You’re signed in to the server on this computer. Nobody else is here yet.
nobody-here = You’re signed in to { $server }. Nobody else is here yet.
signed-in-this-computer = You’re signed in to the server on this computer.
signed-in-to = You’re signed in to { $server }.
on-your-own = On your own?
open-duo-mode = Open Duo mode
play-both-sides = and play both sides.
pick-a-chat = Pick a chat, or start a new one

## A chat
message-channel = Message #{ $name }
message-person = Message { $name }
message-field = Message
write-while-offline = Write now, it sends when you’re back online
join-to-write = Join { $name } to write here
send = Send
emoji = Emoji
people-here =
    { $count ->
        [one] { $count } person here
       *[other] { $count } people here
    }
people-here-heading = People here
people-here-at = People here at { $time }
last-updated = Not connected, last updated { $time }
last-seen = Offline, last seen { $when }
offline-not-seen = Offline
presence-unknown = Presence unknown
no-messages-yet = No messages yet
no-messages-channel-note = Say something to everyone here.
no-messages-person-note = Say hello to { $name }.
today = Today
yesterday = Yesterday
copy-message = Copy message
show-signals = Show signals
jump-to-latest = Jump to the latest message
find-count = { $at } of { $count }
no-matches = Nothing found
previous-match = Previous match
next-match = Next match
person-joined = { $name } joined
person-left = { $name } left
you-joined = You joined { $name }
you-left = You left { $name }
line-at = { $line } · { $time }
full-stop = { $sentence }.
will-be-sent =
    { $count ->
        [one] { $count } message will be sent when you’re back online
       *[other] { $count } messages will be sent when you’re back online
    }
will-wait-here = A message will wait on this computer and go out when { $name } comes online.
bubble-described = { $author }, { $time }, { $text }, { $state }
bubble-received = { $author }, { $time }, { $text }
state-queued = waiting to be sent
state-sending = sending
state-sent = sent
state-delivered = delivered
state-failed = not sent
not-sent = Not sent, { $reason }
not-sent-no-reply = Not sent, no reply from the server
reason-no-reply = no reply from the server
reason-too-large = longer than { $limit } bytes
reason-rate-limited = too many messages at once
reason-mailbox-full = the other side’s mailbox is full
reason-peer-offline = the other side is not online
reason-peer-unknown = nobody has this account
reason-not-in-channel = you are not in this channel
reason-not-signed-in = you are not signed in
reason-refused = the server refused it
bytes-left = { $used } / { $limit } B
too-long =
    { $count ->
        [one] { $count } byte too long
       *[other] { $count } bytes too long
    }
message-too-long =
    { $count ->
        [one] { $count } byte too long. Shorten the text to send it.
       *[other] { $count } bytes too long. Shorten the text to send it.
    }
messages-dropped =
    { $count ->
        [one] { $count } older message is only on this computer
       *[other] { $count } older messages are only on this computer
    }

## Details pane
channel-details = Channel details
person-details = Details
open-details = Show details
close-details = Close details
open-to-anyone = Open to anyone with the App ID
show-more = Show { $count } more
channel-attributes = Channel attributes
their-attributes = Attributes
no-attributes-here = No attributes yet
you-marked = { $name } (you)
you-beside = you
channel-kept-for = Kept for { $duration } after the last person leaves
leave-channel = Leave { $name }
leaving = Leaving…

## Calls, while they happen
call = Call
call-again = Call again
calling = Calling…
calling-step = Calling
ringing-step = Ringing
connected-step = Connected
not-reached = Not reached
ringing-for = Ringing, { $seconds } s
waiting-for-answer = { $name }’s device has your call. Waiting for an answer.
looking-for-device = Looking for { $name }’s device.
incoming-call = Incoming call
incoming-call-from = Incoming call from { $name }
accept = Accept
decline = Decline
decline-with-message = Decline with a message
decline-reply-busy = In a meeting, I’ll call you back
decline-reply-write = Can you write to me?
decline-reply-minutes = Call me again in ten minutes
decline-reply-own = Your own message
silence = Silence
cancel-call = Cancel call
end = End
mute = Mute
unmute = Unmute
keypad = Keypad
in-a-call-with = In a call with { $name }
show-chat = Show chat
full-call = Show the whole call
smaller-call = Make the call smaller
call-channel = Call channel
channel = Channel
note = Note
note-sent = Note sent with the call
gives-up = Gives up
gives-up-in = in { $seconds } s
gives-up-after = Gives up after { $seconds } s
signals = Signals
show-in-inspector = Show in Inspector
json = JSON
digits-sent = { $count } sent
type-digits-too = You can type digits, too
digit-key = Digit { $digit }
star-key = Star
hash-key = Hash
write-a-message = Write a message
person-is-offline = { $name } is offline
tell-me-when-online = Tell me when { $name } is online
will-tell-you = You will be told when { $name } is online
is-online-now = { $name } is online now
tried-for = Bellbird tried for { $seconds } seconds and found no device signed in as { $account }.
not-signed-in-anywhere = No device is signed in as { $account }.
result = Result
next-time = Next time
fail-at-once = Fail at once if offline
declined = Declined
declined-with = Declined: “{ $text }”
person-declined = { $name } declined
person-declined-with = { $name } declined: “{ $text }”
no-answer = No answer
person-did-not-answer = { $name } did not answer
missed-call = Missed call
missed-call-from = Missed call from { $name }
call-ended = Call ended
call-ended-after = Call ended, { $time }
call-cancelled = Call cancelled
call-failed = Call failed
call-lost = The call was lost with the connection.
you-hung-up = You hung up
person-hung-up = { $name } hung up
you-called-answered = You called { $name } · answered at { $time }
person-called-answered = { $name } called · answered at { $time }
second-call = { $name } is calling
answer-elsewhere = Answered on another device
error-call-busy = You are already in a call. End it first.
error-call-self = You cannot call your own account.
error-already-inviting = You are already calling { $name }.
error-call-gone = This call is no longer there.
error-note-too-long =
    { $count ->
        [one] The note is { $count } byte too long.
       *[other] The note is { $count } bytes too long.
    }
send-and-decline = Send and decline
give-up-after = Give up after
call-refused = The server refused the call.
cancelled-step = Cancelled
failed-step = Failed
step-ahead = { $step }, not yet
quoted = “{ $text }”
cancelled-after = You cancelled after { $duration }.
stopped-after = It rang for { $duration }, then Bellbird stopped calling.
person-not-reached = { $name } was not reached
device-silent = { $name }’s device is signed in but did not confirm the call.
it-rang-for = It rang for { $duration }.

## The list of calls
search-people-or-channels = Search people or channels…
new-call = New call
filter-all = All
filter-missed = Missed
filter-missed-count = Missed { $count }
filter-incoming = Incoming
filter-outgoing = Outgoing
filter-failed = Failed
incoming = Incoming
outgoing = Outgoing
outgoing-no-answer = Outgoing, no answer
not-reached-offline = Not reached, offline
missed-rang = Missed, rang { $duration }
no-answer-stopped = No answer, stopped after { $duration }
outgoing-call-at = Outgoing call, { $when }
incoming-call-at = Incoming call, { $when }
no-calls-yet = No calls yet
no-calls-note = Calls you make and get appear here.
no-calls-match = No calls like this
talked-for = Talked for
rang-for = Rang for
ended-by = Ended by
ended-by-you = You
peer-hung-up = Peer hung up
you-hung-up-note = You hung up
answered = Answered
not-answered = Not answered
created-for-call = Created for this call
time-span = { $from } to { $to }
what-happened = What happened
open-in-inspector = Open in Inspector
sent-with-call = Sent with the call
earlier-calls = Earlier calls with { $name }
happened-called = Called { $name }
happened-called-you = { $name } called you
happened-ringing = Ringing on { $name }’s device
happened-ringing-here = Ringing here
happened-answered = { $name } answered
happened-you-answered = You answered
happened-pressed = You pressed { $digits }
happened-peer-pressed = { $name } pressed { $digits }
times-over =
    { $count ->
        [one] { $call }, { $count } time
       *[other] { $call }, { $count } times
    }
happened-you-declined = You declined
happened-cancelled = You cancelled
happened-failed = The call failed
tried-for-label = Tried for
happened-crossed = You called each other at once
happened-signed-out = The connection was lost
happened-peer-cancelled = { $name } cancelled

## Attributes
your-attributes = Your attributes
your-attributes-note = anyone with the App ID can read them
channel-attributes-note = everyone here can change them
attributes-of = Attributes of { $name }
look-up-attributes = Look up someone’s attributes…
clear-all = Clear all
clear-all-question =
    { $count ->
        [one] Clear { $count } attribute?
       *[other] Clear all { $count } attributes?
    }
clear-all-note = This cannot be undone.
attribute-name = Name
attribute-value = Value
shown-as-your-name = Shown as your name
chinese-bytes-note = A Chinese character counts as 3 bytes.
too-long-to-save =
    { $count ->
        [one] { $count } byte too long. Shorten the text to save it.
       *[other] { $count } bytes too long. Shorten the text to save it.
    }
changes-seen-later = People see a change the next time they open your profile.
deleted-attribute = Deleted “{ $name }”
cleared-attributes =
    { $count ->
        [one] Cleared { $count } attribute
       *[other] Cleared { $count } attributes
    }
saved-attribute = Saved “{ $name }”
edit-attribute = Edit { $name }
delete-attribute = Delete { $name }
changed-just-now = { $name } changed this just now
built-in-settings = Built-in settings
your-own = Your own
keep-when-empty = Keep when empty
keep-when-empty-note = Lifetime after the last person leaves. Default 7200 s.
people-count-refresh = People count refresh
people-count-refresh-note = How often the server updates the count. 0 turns it off.
message-limit = Message limit
message-limit-note = Messages per second for the whole channel.
change-limit = Change limit
change-limit-note = Changes per second for each attribute.
people-now = People now
people-now-note = Set by the server, read only.
unit-seconds = s
unit-per-second = / s
not-set = Not set
no-channel-joined = You are not in a channel
no-channel-joined-note = Join a channel to see its attributes.
no-attributes-yet = No attributes yet
no-attributes-note = Add one to tell others something about you.
read-only = Read only
error-attribute-name-empty = Enter a name.
error-attribute-name-bad = A name can only contain visible characters.
error-attribute-name-too-long = A name can be at most { $limit } bytes long.
error-attribute-read-only = The server keeps this attribute. It cannot be changed.
error-attribute-failed = The server did not take the change.
look-up = Look up { $account }
attribute-exists = There is a “{ $name }” already. Saving replaces its value.
clear-all-channel-note = The built-in settings go back to those of the server. This cannot be undone.

## The connection
connection-lost = Connection lost
connection-lost-sentence = Connection lost.
reconnecting = Reconnecting, attempt { $attempt }. Next try in { $seconds } s
reconnecting-now = Reconnecting, attempt { $attempt }.
back-online = Back online
connecting = Connecting…
call-paused-offline = You can call again when you’re back online

## Refusals and errors of any place
error-not-signed-in = You are not signed in.
error-rate-limited = Too many requests at once. Try again in a moment.
error-too-large = This is longer than { $limit } bytes.
error-mailbox-full = { $name }’s mailbox is full. Try again later.
error-peer-offline = { $name } is not online.
error-no-reply = No reply from the server. Try again.
error-refused = The server refused this ({ $code }).
error-busy = Bellbird is busy. Try again in a moment.
error-disk = Cannot write to this computer’s disk. New messages may be lost when you close the window.

## Settings
appearance = Appearance
notifications = Notifications
ringtone = Ringtone
language-setting = Language
shortcuts = Shortcuts
about = About
match-system = Match system
light = Light
dark = Dark
density = Density
compact = Compact
regular = Regular
roomy = Roomy
text-size = Text size
percent = { $value }%
reduce-motion = Reduce motion
reduce-motion-note = No pulsing rings or sliding panels
language-note = Changes at once, no restart
new-messages-setting = New messages
incoming-calls = Incoming calls
incoming-calls-note = Also brings the window to the front
show-message-text = Show message text
show-message-text-off = Off: “New message from { $name }”
badge-count = Badge count on the app icon
incoming-call-sound = Incoming call
ringing-someone-sound = Ringing someone
volume = Volume
play-sound = Play { $name }
sound-forest-bell = Forest bell
sound-soft-pulse = Soft pulse
sound-none = None
built-in-server-state =
    { $count ->
        [one] Built-in server, port { $port }, { $count } person connected
       *[other] Built-in server, port { $port }, { $count } people connected
    }
connected-to = Connected to { $server }
running = Running
stopped = Stopped
stop = Stop
start = Start
let-others-join = Let others on this network join
app-id-is = App ID { $id }
stay-signed-in = Stay signed in on this computer
test-mode = Test mode
token-set = Token set
enter-token = Enter token
keyboard-shortcuts = Keyboard shortcuts
show-all = Show all
free-and-open = Free and open source
licences = Licences
log-folder = Log folder
server-not-started = Built-in server, not started
built-in-server-port = Built-in server, port { $port }

## Duo
duo-subtitle = Two accounts, one window. Server: { $server }
this-computer-inline = this computer
side-by-side = Side by side
stacked = Stacked
swap-sides = Swap sides
leave-duo = Leave Duo
go-offline = Go offline
go-online = Go online
in-channel = In #{ $name }

## Inspector
export = Export
pause = Pause
resume = Resume
clear = Clear
live = Live
paused = Paused
event-count =
    { $count ->
        [one] { $count } event
       *[other] { $count } events
    }
inspector-filter = Name, account, text
calls-you-make = Calls you make { $count }
callbacks = Callbacks { $count }
errors = Errors { $count }
inferred = Inferred
group = Group
this-window = this window
seen-from-here = seen from here
peer = Peer
left-side = left side
right-side = right side
nothing-inferred = Both accounts are seen, so nothing is inferred.
times-from-group = Times count from the start of each group.
sign-in-and-channel = Sign-in and channel
call-to = Call to { $name }
call-from = Call from { $name }
talked = Talked { $duration }
callback = Callback
api-call = Call
error-kind = Error
time = Time
since-the-call = Since the call
since-ringing = Since ringing
direction = Direction
direction-to = { $from } to { $to }
byte-size = Size
bytes = { $count } B
raw = Raw
same-call = Same call
before = { $duration } before
after = { $duration } after
step = Step
nothing-recorded = Nothing recorded yet
nothing-recorded-note = Calls you make and callbacks you get appear here as they happen.

## Keys
key-search = Search or jump
key-new-message = Message someone
key-join = Join a channel
key-call = Call someone
key-sections = Sections
key-previous-next = Previous / next chat
key-send = Send / new line
key-find = Find in this chat
key-details = Details pane
key-accept-decline = Accept / decline a call
key-silence = Silence ring; close top layer
key-end = End or cancel the call
key-mute-keypad = Mute / keypad
key-digits = Digits while the keypad is open
key-call-in-view = Call the person in view
key-duo = Duo mode
key-all-shortcuts = All shortcuts
key-text-size = Text size

## Notifications of the desktop
notify-message-from = New message from { $name }
notify-message-in = New message in #{ $name }
notify-incoming-call = { $name } is calling
new-message-notice = New message
operation-failed = Not done, { $reason } ({ $what })
chat-exported = Written to { $path }
export-failed = The chat could not be written: { $reason }
busy-call-declined = { $name } called while you were in a call
history-trouble = The history cannot be kept: { $reason }
tray-open = Open Bellbird
tray-quit = Quit

## Dates, times and durations
day-month = { $day } { $month }
day-month-year = { $day } { $month } { $year }
date-at = { $date } at { $time }
today-at = today at { $time }
yesterday-at = yesterday at { $time }
monday = Monday
tuesday = Tuesday
wednesday = Wednesday
thursday = Thursday
friday = Friday
saturday = Saturday
sunday = Sunday
mon = Mon
tue = Tue
wed = Wed
thu = Thu
fri = Fri
sat = Sat
sun = Sun
january = January
february = February
march = March
april = April
may = May
june = June
july = July
august = August
september = September
october = October
november = November
december = December
day-month-short = { $day } { $month }
jan = Jan
feb = Feb
mar = Mar
apr = Apr
may-short = May
jun = Jun
jul = Jul
aug = Aug
sep = Sep
oct = Oct
nov = Nov
dec = Dec
seconds-long = { $seconds } s
minutes-seconds = { $minutes } min { $seconds } s
minutes-only = { $minutes } min
hours-minutes = { $hours } h { $minutes } min
hours-only = { $hours } h
days-hours = { $days } d { $hours } h
days-only = { $days } d
milliseconds = { $value } ms

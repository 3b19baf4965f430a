#!/usr/bin/env node
// A Stepwell channel in JavaScript, with nothing but Node's standard library: it posts messages to a room of a chat
// server that has an HTTP API.
//
// The protocol is JSON-RPC 2.0 over standard input and output, a message a line: docs/reference/plugin-protocol.md.

import http from "node:http";
import https from "node:https";

const VERSION = "1.0.0";
const LONGEST_LINE = 1_048_576;
/** Bytes of a server's answer that are read. */
const LONGEST_ANSWER = 65_536;
/** Seconds after which it asks to be tried again, where a server says a longer time: a day. */
const LONGEST_PAUSE = 86_400;

const SETTINGS = {
  type: "object",
  properties: {
    server: { type: "string" },
    room: { type: "string" },
    token: { type: "string", format: "secret" },
    timeout: { type: "integer", minimum: 1, maximum: 25, default: 15 },
  },
  required: ["server", "room", "token"],
  additionalProperties: false,
};

class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

// MARK: The server

/** Posts, and gives the status and the headers of the answer; what it says itself is read and dropped. */
function post(url, headers, body, seconds) {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "https:" ? https : http;
    // A connection of its own: what becomes of one message touches no other.
    const call = request(url, { method: "POST", headers, agent: false, signal: AbortSignal.timeout(seconds * 1000) });
    call.on("error", reject);
    call.on("response", (answer) => {
      let size = 0;
      answer.on("error", reject);
      answer.on("data", (part) => {
        size += part.length;
        if (size > LONGEST_ANSWER) finish();
      });
      const finish = () => {
        resolve({ status: answer.statusCode, headers: answer.headers });
        answer.destroy();
      };
      answer.on("end", finish);
    });
    call.end(body);
  });
}

/** Seconds that a server asks to wait, as a number or as a date; undefined where it says neither. */
function pause(headers) {
  const said = headers["retry-after"];
  if (said === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(said) ? Number(said) : Math.ceil((Date.parse(said) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_PAUSE);
}

/** What an answer means for the message. Reasons hold neither an address nor a secret. */
function outcome({ status, headers }) {
  const after = pause(headers);
  const retry = (reason) => ({ outcome: "retry", reason, ...(after === undefined ? {} : { after }) });
  if (status >= 200 && status < 300) return { outcome: "sent" };
  if (status === 410) return { outcome: "closed", reason: "the room is gone" };
  if (status === 429) return retry("the server asks for a pause");
  // The message is right, and somebody has to look at the server or the token: it is kept until then.
  if (status === 401 || status === 408 || status >= 500) return retry(`the server answered ${status}`);
  return { outcome: "rejected", reason: `the server answered ${status}` };
}

function address({ server, room }) {
  let url;
  try {
    url = new URL(server);
  } catch {
    return undefined;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/v1/rooms/${encodeURIComponent(room)}/messages`;
  return url;
}

async function deliver({ channel, message, settings, key }) {
  if (channel !== "chat") throw new Refusal(-32602, "there is no such channel here");
  if (typeof message?.subject !== "string" || typeof message?.body !== "string" || typeof key !== "string") {
    throw new Refusal(-32602, "a delivery has a message with subject and body, and a key");
  }
  for (const name of SETTINGS.required) {
    if (typeof settings?.[name] !== "string") throw new Refusal(-32602, `the setting '${name}' is missing`);
  }
  const url = address(settings);
  if (url === undefined) return { outcome: "retry", reason: "the setting 'server' is no address of the web" };
  const body = Buffer.from(JSON.stringify({ text: `${message.subject}\n\n${message.body}` }));
  const headers = {
    "Authorization": `Bearer ${settings.token}`,
    "Content-Type": "application/json",
    "Content-Length": body.length,
    // The same for every attempt at one message: a server that knows it posts once.
    "Idempotency-Key": key,
  };
  try {
    return outcome(await post(url, headers, body, settings.timeout ?? SETTINGS.properties.timeout.default));
  } catch (error) {
    if (error.code === "ABORT_ERR") return { outcome: "retry", reason: "the server did not answer in time" };
    // A name of the system's, such as ECONNREFUSED: its message would hold the address.
    return { outcome: "retry", reason: `the server cannot be reached: ${error.code ?? error.name}` };
  }
}

// MARK: The protocol

let hasBegun = false;

function initialize({ protocols }) {
  if (!Array.isArray(protocols) || !protocols.includes(1)) {
    throw new Refusal(-32001, `chat ${VERSION} speaks protocol 1, and the host does not`);
  }
  hasBegun = true;
  return {
    protocol: 1,
    plugin: { name: "chat", version: VERSION },
    rules: [],
    channels: [{ name: "chat", settings: SETTINGS }],
  };
}

async function result(method, params) {
  if (method === "shutdown") return null;
  if (method === "initialize") return initialize(params);
  if (!hasBegun) throw new Refusal(-32002, "'initialize' comes first");
  if (method === "channel/deliver") return await deliver(params);
  throw new Refusal(-32601, "the method is not known here");
}

function say(id, members) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...members })}\n`);
}

function refuse(id, code, message) {
  say(id, { error: { code, message } });
}

/** Answers a line; false where it was the last. */
async function answer(line) {
  let request;
  try {
    request = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch {
    refuse(null, -32700, "the line is no JSON");
    return true;
  }
  const { id, method, params } = request ?? {};
  if (!["number", "string"].includes(typeof id) || typeof method !== "string") {
    refuse(null, -32600, "a request has an id and a method");
    return true;
  }
  try {
    say(id, { result: await result(method, params ?? {}) });
  } catch (error) {
    refuse(id, error instanceof Refusal ? error.code : -32603, error instanceof Refusal ? error.message : error.name);
  }
  return method !== "shutdown";
}

/** The lines of standard input; one that is too long ends the plugin. */
async function* lines() {
  let parts = [];
  let size = 0;
  for await (let chunk of process.stdin) {
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
      yield Buffer.concat([...parts, chunk.subarray(0, end)]);
      [parts, size, chunk] = [[], 0, chunk.subarray(end + 1)];
    }
    parts.push(chunk);
    size += chunk.length;
    if (size > LONGEST_LINE) throw new Error("a line is too long");
  }
}

for await (const line of lines()) {
  if (!(await answer(line))) break;
}
process.stdin.destroy();

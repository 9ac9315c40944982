// The optional host: a program of the package that writes the recording into a folder while it is made.
//
// Storage stays the place where events are safe: the host's file follows a few seconds behind, and is replaced by
// the whole, sealed one when the recording is stopped.

import { after, assemble, headerLine, lineOf, ordered } from "./assemble.js";
import { documentKeys } from "./keys.js";
import { latest, load, newest, read } from "./stored.js";

const NAME = "com.ledgerium.recorder";
const SETTLED_MS = 3000; // by then an event is told as it stays, and those of other tabs have arrived
const AFTER_MS = SETTLED_MS + 500;
const { local, session } = chrome.storage;

let port = null;
let asked = []; // who waits for an answer, in order
let written = null; // {recording, until, count, shown}: what the file has

/** Open the pipe. The browser starts the program, and keeps the worker alive while it stands. */
function connect() {
  port = chrome.runtime.connectNative(NAME);
  port.onMessage.addListener((answer) => asked.shift()?.resolve(answer));
  port.onDisconnect.addListener(() => {
    const reason = chrome.runtime.lastError?.message ?? "";
    const waiting = asked;
    port = written = null;
    asked = [];
    for (const { reject } of waiting) reject(new Error(reason));
  });
}

/** `{lines}` when it is on the disk. Throws where the host is not there or cannot write. */
async function ask(message) {
  if (!port) connect();
  const answer = await new Promise((resolve, reject) => {
    asked.push({ resolve, reject });
    port.postMessage(message);
  });
  if (answer.error) throw new Error(answer.error);
  return answer;
}

const isSettled = (until) => ({ event }) => event.utc_ms <= until;

async function openFile({ header }, until) {
  const { entries, ...documents } = await load(header.recording);
  const lines = ordered(entries.filter(isSettled(until)), documents);
  await ask({ open: header.recording, text: [headerLine(header), ...lines].map(lineOf).join("") });
  written = { recording: header.recording, until, ...after(lines) };
}

async function append({ header }, until) {
  const loose = latest(Object.values((await newest(header.recording)).entries));
  const news = loose.filter((entry) => isSettled(until)(entry) && !isSettled(written.until)(entry));
  if (!news.length) return;
  const events = [...news.map(({ event }) => event), ...Object.values(written.shown)];
  const keys = events.filter(({ document }) => document).flatMap(({ document }) => documentKeys(header.recording, document));
  const documents = read(header.recording, keys.length ? await local.get(keys) : {});
  const lines = ordered(news, documents, written);
  await ask({ append: header.recording, text: lines.map(lineOf).join("") });
  written = { recording: header.recording, until, ...after(lines, written) };
}

async function finish(recording) {
  await ask({ finish: recording.header.recording, text: await assemble(recording, await load(recording.header.recording)) });
  written = null;
  port?.disconnect();
  port = null;
}

/** Bring the file up to now. What goes wrong is told on the recorder's page; recording goes on. */
const follow = () =>
  navigator.locks.request("host", async () => {
    const { recording, host } = await local.get(["recording", "host"]);
    if (!host || !recording) return;
    try {
      if (recording.state === "stopped") await finish(recording);
      else if (written?.recording === recording.header.recording) await append(recording, Date.now() - SETTLED_MS);
      else await openFile(recording, Date.now() - SETTLED_MS);
      await session.remove("hostFailed");
    } catch (error) {
      await session.set({ hostFailed: error.message });
    }
  });

let due = null;
let heard = 0; // when something was stored last

function followSoon() {
  due ??= setTimeout(async () => {
    const from = Date.now();
    due = null;
    await follow();
    if (heard > from - AFTER_MS) followSoon(); // that had not settled yet
  }, AFTER_MS);
}

/** Something was stored: follow when it has settled. */
export function hear(changes) {
  const isStopped = changes.recording?.newValue?.state === "stopped" && !changes.recording.newValue.saved;
  if (isStopped) return void follow();
  if (!changes.recording && !Object.keys(changes).some((key) => key.startsWith("event|"))) return;
  heard = Date.now();
  followSoon();
}

/** Whether the host answers: null, or why not. Started and ended for the question alone. */
export async function tryHost() {
  try {
    await ask({});
  } catch (error) {
    const isThere = Boolean(port); // it answered that it does not know the question
    port?.disconnect();
    port = null;
    return isThere ? null : error.message;
  }
  return null;
}

// Writes the successful responses of the emulator to the file MISTRAL_RESPONSE_LOG, as the .NET tests do. CI validates them against Mistral's
// OpenAPI description. The clients send their requests with globalThis.fetch.

import { appendFileSync } from "node:fs";
import { after, beforeEach } from "node:test";

const logFile = process.env.MISTRAL_RESPONSE_LOG;
const emulators = [];
const pending = [];
let testName;

export const recordResponsesOf = emulator => emulators.push(emulator);

async function record(method, url, response) {
  const contentType = response.headers.get("content-type");
  const isText = /json|event-stream/.test(contentType ?? "application/json");
  const body = await response.text();
  const line = { test: testName, method, path: url.pathname, status: response.status, contentType, body: isText ? body : "" };
  appendFileSync(logFile, JSON.stringify(line) + "\n");
}

if (logFile) {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const response = await send(input, init);
    const url = new URL(input.url ?? input);
    // A stream that the test does not read to its end is not recorded.
    if (response.ok && emulators.some(emulator => url.href.startsWith(emulator)))
      pending.push(record(init?.method ?? input.method ?? "GET", url, response.clone()).catch(() => {}));
    return response;
  };
  beforeEach(test => { testName = test.name; });
  after(() => Promise.all(pending));
}

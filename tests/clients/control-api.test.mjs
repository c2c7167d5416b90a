import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { HTTPClient, Mistral } from "@mistralai/mistralai";
import * as errors from "@mistralai/mistralai/models/errors";
import { apiKey, startEmulator, withoutVersion } from "./emulator.mjs";

const serverURL = withoutVersion(await startEmulator());
const model = "mistral-small-latest";

// A client and the control API for one test. The header separates it from the tests that run at the same time.
function createTest(testId) {
  const httpClient = new HTTPClient();
  httpClient.addHook("beforeRequest", request => {
    request.headers.set("x-emulator-test-id", testId);
  });
  const control = async (method, path, body) => {
    const response = await fetch(`${serverURL}/_emulator${path}`, {
      method, body: JSON.stringify(body), headers: { "content-type": "application/json", "x-emulator-test-id": testId },
    });
    if (!response.ok)
      throw new Error(`${response.status}: ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
  return { client: new Mistral({ apiKey, serverURL, httpClient, retryConfig: { strategy: "none" } }), control };
}

const ask = (client, content) => client.chat.complete({ model, messages: [{ role: "user", content }] });

test("health check is ok", async () => {
  assert.deepEqual(await (await fetch(`${serverURL}/health`)).json(), { status: "ok" });
});

test("scripted text is returned with usage", async () => {
  const { client, control } = createTest("text");
  await control("POST", "/scripts", { response: { text: "Good morning" } });

  const response = await ask(client, "Hello");

  assert.equal(response.choices[0].message.content, "Good morning");
  assert.equal(response.usage.completionTokens, 3);
});

test("scripted chunks are streamed", async () => {
  const { client, control } = createTest("chunks");
  await control("POST", "/scripts", { response: { text_chunks: ["Good ", "morn", "ing"] } });

  const chunks = [];
  for await (const { data } of await client.chat.stream({ model, messages: [{ role: "user", content: "Hello" }] }))
    chunks.push(data.choices[0].delta.content);

  assert.deepEqual(chunks.filter(Boolean), ["Good ", "morn", "ing"]);
});

test("scripted tool call and the response to its result are matched", async () => {
  const { client, control } = createTest("tools");
  const calls = [{ name: "get_weather", arguments: { city: "Paris" } }];
  await control("POST", "/scripts", { match: { has_tool_result: true }, response: { text: "It is sunny." } });
  await control("POST", "/scripts", { match: { text_contains: "weather" }, response: { tool_calls: calls } });

  const messages = [{ role: "user", content: "The weather?" }];
  const { message } = (await client.chat.complete({ model, messages })).choices[0];
  const [call] = message.toolCalls;
  assert.equal(call.function.name, "get_weather");
  assert.deepEqual(JSON.parse(call.function.arguments), { city: "Paris" });

  messages.push({ ...message, role: "assistant" }, { role: "tool", toolCallId: call.id, content: "sunny" });
  const response = await client.chat.complete({ model, messages });
  assert.equal(response.choices[0].message.content, "It is sunny.");
  assert.deepEqual((await control("GET", "/scripts")).scripts, []);
});

test("scripted fault is an error with its status code", async () => {
  const { client, control } = createTest("fault");
  await control("POST", "/scripts", { response: { status_code: 503, headers: { "retry-after": "1" }, body: { message: "Overloaded" } } });

  await assert.rejects(ask(client, "Hello"), error => error instanceof errors.MistralError && error.statusCode === 503);
  assert.equal((await ask(client, "Hello")).choices[0].message.content, 'You said: "Hello".');
});

test("recorded requests are those of the test", async () => {
  const { client, control } = createTest("recorded requests");
  await ask(client, "Hello");
  await client.models.list();

  const { requests } = await control("GET", "/requests?path=/v1/chat/completions&status_code=200");

  assert.equal(requests.length, 1);
  assert.equal(requests[0].model, model);
  assert.equal(requests[0].body.messages[0].content, "Hello");
  assert.equal(requests[0].headers.authorization, "Bearer ***");
});

test("parallel tests have their own scripts and recorded requests", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `parallel ${index}`);

  await Promise.all(ids.map(async id => {
    const { client, control } = createTest(id);
    await control("POST", "/scripts", { responses: [{ text: `First of ${id}` }, { text: `Second of ${id}` }] });

    const first = await ask(client, id);
    const second = await ask(client, id);

    assert.equal(first.choices[0].message.content, `First of ${id}`);
    assert.equal(second.choices[0].message.content, `Second of ${id}`);
    assert.equal((await control("GET", "/requests")).requests.length, 2);
  }));
});

test("fixtures are for all tests and each starts with the first response", async () => {
  const { control } = createTest("fixtures");
  await control("PUT", "/fixtures", { fixtures: [{ match: { text: "A fixture" }, responses: [{ text: "One" }, { text: "Two" }] }] });

  for (const id of ["fixtures a", "fixtures b"]) {
    const { client } = createTest(id);
    assert.equal((await ask(client, "A fixture")).choices[0].message.content, "One");
    assert.equal((await ask(client, "A fixture")).choices[0].message.content, "Two");
  }
});

test("file with fixtures is read again when it has changed", async t => {
  const folder = mkdtempSync(join(tmpdir(), "fixtures-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "fixtures.json");
  const write = text => writeFileSync(file, JSON.stringify({ fixtures: [{ response: { text } }] }));
  write("One");
  const other = new Mistral({ apiKey, serverURL: withoutVersion(await startEmulator("--fixtures", file)) });

  assert.equal((await ask(other, "Hello")).choices[0].message.content, "One");
  write("The second");
  assert.equal((await ask(other, "Hello")).choices[0].message.content, "The second");
});

test("unused scripts are listed and reset removes them", async () => {
  const { control } = createTest("unused");
  await control("POST", "/scripts", { match: { model: "mistral-large-latest" }, response: { text: "Hello" } });

  const { scripts } = await control("GET", "/scripts");
  assert.equal(scripts[0].description, 'text "Hello" for requests with model "mistral-large-latest" of test "unused"');

  await control("POST", "/reset");
  assert.deepEqual((await control("GET", "/scripts")).scripts, []);
});

test("misspelled field is rejected with its location", async () => {
  const { control } = createTest("invalid");

  await assert.rejects(control("POST", "/scripts", { response: { txt: "Hello" } }), /422.*"loc":\["body","response","txt"\]/);
});

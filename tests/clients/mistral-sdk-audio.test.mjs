import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Mistral } from "@mistralai/mistralai";
import { AudioEncoding, RealtimeTranscription } from "@mistralai/mistralai/extra/realtime";
import * as errors from "@mistralai/mistralai/models/errors";
import { apiKey, startEmulator, withoutVersion } from "./emulator.mjs";

const serverURL = withoutVersion(await startEmulator());
const client = new Mistral({ apiKey, serverURL });
const realtime = new RealtimeTranscription({ apiKey, serverURL });
const text = "Hello there. How are you?";
const voiceId = "en_paul_neutral";
const realtimeModel = "voxtral-mini-transcribe-realtime-2602";

const speak = async responseFormat =>
  Buffer.from((await client.audio.speech.complete({ input: text, voiceId, responseFormat })).audioData, "base64");

async function* split(audio, size = 4096) {
  for (let start = 0; start < audio.length; start += size)
    yield audio.subarray(start, start + size);
}

for (const format of ["wav", "mp3", "flac", "opus"]) {
  test(`transcription of ${format} speech is the text`, async () => {
    const content = new Blob([await speak(format)]);

    const response = await client.audio.transcriptions.complete({
      model: "voxtral-mini-latest", file: { fileName: `a.${format}`, content }, timestampGranularities: ["segment"],
    });

    assert.equal(response.text, text);
    assert.deepEqual(response.segments.map(segment => segment.text), ["Hello there.", " How are you?"]);
  });
}

test("streamed speech has the audio and the usage", async () => {
  const expected = await speak("mp3");
  const chunks = [];
  let usage;
  for await (const { data } of await client.audio.speech.complete({ input: text, voiceId, responseFormat: "mp3", stream: true })) {
    if (data.type === "speech.audio.delta")
      chunks.push(Buffer.from(data.audioData, "base64"));
    else
      usage = data.usage;
  }

  assert.ok(chunks.length > 1);
  assert.ok(Buffer.concat(chunks).equals(expected));
  assert.equal(usage.totalTokens, usage.promptTokens + usage.completionTokens);
});

test("streamed transcription has deltas and ends with the text", async () => {
  const content = new Blob([await speak("wav")]);
  let deltas = "", done;
  for await (const { data } of await client.audio.transcriptions.stream(
    { model: "voxtral-mini-latest", file: { fileName: "a.wav", content } })) {
    deltas += data.type === "transcription.text.delta" ? data.text : "";
    done = data.type === "transcription.done" ? data : done;
  }

  assert.equal(deltas, text);
  assert.equal(done.text, text);
});

test("voice is created, used, updated and deleted", async () => {
  const sampleAudio = await speak("wav");
  const voice = await client.audio.voices.create(
    { name: "My voice", sampleAudio: sampleAudio.toString("base64"), sampleFilename: "a.wav", languages: ["en"] });
  assert.ok((await client.audio.speech.complete({ input: text, voiceId: voice.id })).audioData);

  const updated = await client.audio.voices.update({ voiceId: voice.id, voiceUpdateRequest: { name: "New name" } });
  assert.deepEqual([updated.name, updated.languages], ["New name", ["en"]]);
  assert.deepEqual(await client.audio.voices.get({ voiceId: voice.id }), updated);

  const sample = await new Response(await client.audio.voices.getSampleAudio({ voiceId: voice.id })).arrayBuffer();
  assert.ok(sampleAudio.equals(Buffer.from(sample)));

  const list = await client.audio.voices.list({ type: "custom" });
  assert.deepEqual([list.total, list.items[0].id], [1, voice.id]);
  await client.audio.voices.delete({ voiceId: voice.id });
  assert.equal((await client.audio.voices.list({ type: "custom" })).total, 0);
});

test("unknown voice is an error", async () => {
  await assert.rejects(
    client.audio.speech.complete({ input: text, voiceId: "nova" }),
    error => error instanceof errors.MistralError && error.statusCode === 404 && error.body.includes("Voice 'nova' not found"));
});

test("realtime transcription has deltas, segments and the text", async () => {
  const audio = (await speak("wav")).subarray(44);
  const audioFormat = { encoding: AudioEncoding.PcmS16le, sampleRate: 24000 };

  const events = await collect(realtime.transcribeStream(split(audio), realtimeModel, { audioFormat }));

  const of = type => events.filter(event => event.type === type);
  assert.deepEqual([events[0].type, events[1].type], ["session.created", "session.updated"]);
  assert.equal(of("transcription.language")[0].audioLanguage, "en");
  assert.equal(of("transcription.text.delta").map(event => event.text).join(""), text);
  assert.deepEqual(of("transcription.segment").map(event => event.text), ["Hello there.", " How are you?"]);
  assert.deepEqual([of("transcription.done")[0].text, of("transcription.done")[0].usage.promptAudioSeconds], [text, 2]);
  assert.ok(events.every(event => !("raw" in event)), "the SDK knows every event");
});

test("realtime errors are those of the SDK", async () => {
  await assert.rejects(realtime.connect("voxtral-mini-latest"), { name: "RealtimeTranscriptionWSError", code: 1500 });
  await assert.rejects(
    new RealtimeTranscription({ apiKey: "wrong", serverURL }).connect(realtimeModel), { name: "RealtimeTranscriptionException" });

  const connection = await realtime.connect(realtimeModel);
  await connection.sendAudio(new Uint8Array(2));
  await connection.updateSession({ encoding: AudioEncoding.PcmS16le, sampleRate: 8000 });
  const events = await collect(connection);
  assert.deepEqual(events.map(event => event.type), ["session.created", "error"]);
  assert.equal(events[1].error.code, 3051);
});

test("browser opens a realtime session with a token", async () => {
  const session = await client.realtime.sessions.create({ purpose: "realtime", model: realtimeModel });
  const protocols = ["realtime", session.clientSecret.value];
  const { default: WebSocket } = await import("ws");
  const socket = new WebSocket(`${serverURL.replace("http", "ws")}/v1/audio/transcriptions/realtime?model=${realtimeModel}`, protocols);
  const [message] = await once(socket, "message");

  assert.equal(socket.protocol, "realtime");
  assert.equal(JSON.parse(message).type, "session.created");
  socket.close();
});

async function collect(events) {
  const result = [];
  for await (const event of events)
    result.push(event);
  return result;
}

// Starts the emulator for one test file. Build Mistral.Extensions.AI.sln first.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { recordResponsesOf } from "./responses.mjs";

const program = fileURLToPath(
  new URL("../../src/Mistral.Extensions.AI.Emulator.Tool/bin/Debug/net10.0/Mistral.Extensions.AI.Emulator.Tool.dll", import.meta.url));

export const apiKey = "emulator-key-0123456789";

// The base URL of an emulator that accepts only apiKey. It ends with /v1.
export async function startEmulator(...options) {
  const emulator = spawn("dotnet", [program, "--port", "0", "--api-key", apiKey, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  after(async () => {
    emulator.kill();
    await once(emulator, "exit");
  });
  for await (const line of createInterface({ input: emulator.stdout })) {
    const url = line.match(/https?:\S+/)?.[0];
    if (url) {
      recordResponsesOf(url);
      return url.replace(/\/$/, "");
    }
  }
  throw new Error(`The emulator did not start. Build the solution first, then check ${program}.`);
}

// The same URL without /v1, as Mistral's own SDK expects it.
export const withoutVersion = url => url.replace(/\/v1$/, "");

// A PNG image of 1 x 1 pixels.
export const image =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

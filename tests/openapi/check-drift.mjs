// Compares the newest version of Mistral's TypeScript SDK with the records of the library and the request schemas of the emulator.
//
//   node check-drift.mjs FIELDS.json
//
// The tests write FIELDS.json if the environment variable MISTRAL_FIELD_LOG has its path. The SDK is downloaded to a temporary folder.
// known-differences.json has the types whose names differ, and the reasons for known differences. The result is a report: the exit code is
// 0 even if there are differences.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { merge, readSchemas } from "./sdk-schemas.mjs";

const { records, schemas: emulatorSchemas } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const known = JSON.parse(readFileSync(new URL("known-differences.json", import.meta.url), "utf8"));

const folder = mkdtempSync(path.join(tmpdir(), "mistral-sdk-"));
try {
  await run();
} finally {
  rmSync(folder, { recursive: true });
}

async function run() {
  const sdk = download("@mistralai/mistralai");
  if (!sdk)
    return console.log("The newest SDK was not compared: it could not be downloaded from the package registry.");
  const { version } = JSON.parse(readFileSync(path.join(sdk, "package.json"), "utf8"));
  console.log(`Differences from @mistralai/mistralai ${version}:`);
  const schemas = await readSchemas(sdk);
  report(schemas, [...compareRecords(schemas), ...compareEmulator(schemas)]);
}

function download(name) {
  try {
    execFileSync("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", `${name}@latest`],
      { stdio: "ignore", timeout: 120_000 });
    return path.join(folder, "node_modules", ...name.split("/"));
  } catch {
    return null;
  }
}

function compareRecords(schemas) {
  const targets = new Map(Object.entries(records).map(([name, { group, fields }]) =>
    [name, { group, fields: mapValues(fields, kinds => ({ kinds: kinds.split("|"), values: [] })) }]));
  return compare("library", schemas, known.records, targets);
}

function compareEmulator(schemas) {
  const targets = new Map(Object.entries(emulatorSchemas).map(([name, fields]) =>
    [name, { fields: mapValues(fields, values => ({ kinds: ["any"], values })) }]));
  return compare("emulator", schemas.filter(({ isRequest }) => isRequest), known.schemas, targets);
}

function mapValues(object, map) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}

/** Compares the schemas with their targets. Several schemas can have the same target, for example a request and its streamed form. */
function compare(side, schemas, names, targets) {
  const find = createLookup(names, targets);
  const used = new Map();
  const differences = [];
  for (const { name, group, fields, parameters = "" } of schemas) {
    const target = find(name);
    if (!target) {
      differences.push({ group, text: `${side}: ${name}${parameters} is new` });
      continue;
    }
    const sources = used.get(target) ?? { group, fields: {} };
    used.set(target, sources);
    for (const [field, description] of Object.entries(fields))
      sources.fields[field] = field in sources.fields ? merge([sources.fields[field], description]) : description;
  }
  for (const [name, { group }] of targets)
    if (!used.has(name) && group)
      differences.push({ group, text: `${side}: ${name} is gone` });
  for (const [name, { group, fields }] of used)
    for (const difference of compareFields(`${side}: ${name}`, fields, targets.get(name).fields))
      differences.push({ group, text: difference });
  return [...new Map(differences.map(difference => [difference.text, difference])).values()];
}

function createLookup(names, targets) {
  const byName = new Map([...targets.keys()].map(name => [name.toLowerCase(), name]));
  return name => targets.has(names[name]) ? names[name] : byName.get(name.toLowerCase());
}

function* compareFields(owner, theirs, ours) {
  for (const field of Object.keys(theirs).filter(field => !(field in ours)))
    yield `${owner}.${field} is new`;
  for (const field of Object.keys(ours).filter(field => !(field in theirs)))
    yield `${owner}.${field} is gone`;
  for (const field of Object.keys(theirs).filter(field => field in ours)) {
    const [their, our] = [theirs[field], ours[field]];
    if (!our.kinds.includes("any") && their.kinds.some(kind => kind !== "any" && !our.kinds.includes(kind)))
      yield `${owner}.${field} is changed: ${their.kinds.join(" or ")}, not ${our.kinds.join(" or ")}`;
    if (our.values.length > 0 && their.values.length > 0) {
      for (const value of their.values.filter(value => !our.values.includes(value)))
        yield `${owner}.${field} "${value}" is new`;
      for (const value of our.values.filter(value => !their.values.includes(value)))
        yield `${owner}.${field} "${value}" is gone`;
    }
  }
}

/** Writes the differences of each group that known-differences.json does not explain, and the explanations that no longer apply. */
function report(schemas, differences) {
  const unused = new Set(known.differences.flatMap(({ group, differences: texts }) => texts.map(text => `${group}: ${text}`)));
  for (const group of new Set([...schemas, ...differences].map(item => item.group))) {
    const count = schemas.filter(schema => schema.group === group).length;
    const all = differences.filter(difference => difference.group === group).map(({ text }) => text);
    const open = all.filter(text => !unused.delete(`${group}: ${text}`)).sort();
    const counts = `${count} schemas, ${open.length} differences to implement or to explain, ${all.length - open.length} explained`;
    console.log([`${group}: ${counts}`, ...open].join("\n  "));
  }
  for (const name of Object.keys({ ...known.records, ...known.schemas }).filter(name => !schemas.some(schema => schema.name === name)))
    unused.add(`${name}: the SDK has no such schema`);
  if (unused.size > 0)
    console.log(["Explanations that no longer apply:", ...unused].join("\n  "));
}

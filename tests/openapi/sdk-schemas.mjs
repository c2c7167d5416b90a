// Reads the zod schemas of Mistral's TypeScript SDK: the fields of requests and responses with their names in JSON.
//
// funcs/*.js has one file for each operation, and extra/realtime/*.js has the messages over a WebSocket. They name the schemas of requests
// and responses. models/*/*.js has the schemas: X$outboundSchema of requests, whose last step renames the properties, and X$inboundSchema
// of responses, which renames them afterwards.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

// The groups of the library, and the start of the names of their operations. A schema belongs to the first group that uses it.
const groups = {
  "Chat": /^chat/, "Fim": /^fim/, "Embeddings": /^embeddings/, "Ocr": /^ocr/, "Models": /^models/, "Files": /^files/, "Batch": /^batch/,
  "Classifiers": /^classifiers/, "Agents": /^(agents|betaAgents)/, "Conversations": /^betaConversations/, "Libraries": /^betaLibraries/,
  "Connectors": /^betaConnectors/, "Audio": /^audio/, "Realtime": /^(realtime|connection|transcription)/,
};

const wrappers = ["optional", "nullable", "default", "prefault", "readonly", "catch", "nonoptional"];

/** Reads the schemas in the folder of an SDK: [{ name, group, fields: { name: { kinds, values } }, isRequest, parameters }]. */
export async function readSchemas(sdk) {
  const files = findFiles(path.join(sdk, "esm"));
  const modules = new Map();
  for (const file of files.keys())
    if (isIn(file, "components") || isIn(file, "operations"))
      modules.set(file, await import(pathToFileURL(file)));
  const components = new Set([...modules].filter(([file]) => isIn(file, "components")).flatMap(([, module]) => Object.values(module)));
  const enums = findEnums(modules.values());
  const schemas = [];
  for (const [file, group] of files) {
    const found = modules.has(file) ? readObjects(modules.get(file), enums) : readQuery(file);
    schemas.push(...found.filter(({ name, schema }) => !isIn(file, "operations") || !isWrapper(name, file) && !components.has(schema))
      .map(schema => ({ ...schema, group })));
  }
  return schemas;
}

/** Whether a schema has all parameters of an operation, including path and body: XRequest in models/operations/x.js. */
const isWrapper = (name, file) => name.toLowerCase().startsWith(path.basename(file, ".js"));

const isIn = (file, folder) => path.basename(path.dirname(file)) === folder;

/** Finds the files of all operations and of the schemas that they use, each with its group. */
function findFiles(root) {
  const declared = new Map();
  for (const folder of ["components", "operations"])
    for (const name of list(path.join(root, "models", folder)))
      for (const [, schema] of read(name).matchAll(/export const (\w+)\$(?:in|out)boundSchema/g))
        declared.set(`${folder}.${schema}`, name);
  const found = new Map();
  for (const [group, pattern] of Object.entries(groups)) {
    const operations = [...list(path.join(root, "funcs")), ...list(path.join(root, "extra", "realtime"))];
    const open = operations.filter(file => pattern.test(path.basename(file)));
    for (const file of open) {
      if (found.has(file))
        continue;
      found.set(file, group);
      open.push(...findUsed(file, declared));
    }
  }
  return found;
}

function findUsed(file, declared) {
  const text = read(file);
  const imported = [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, name]) => path.resolve(path.dirname(file), name))
    .filter(name => /models.(components|operations).(?!index)/.test(name));
  const named = [...text.matchAll(/\b((?:components|operations)\.\w+)\$(?:in|out)boundSchema/g)].map(([, name]) => declared.get(name));
  return [...imported, ...named.filter(Boolean)];
}

function list(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter(name => name.endsWith(".js") && name !== "index.js").map(name => path.join(folder, name));
}

const read = file => readFileSync(file, "utf8");

/** Finds the values of each enumeration: X is exported next to X$inboundSchema and X$outboundSchema. */
function findEnums(modules) {
  const enums = new Map();
  for (const module of modules)
    for (const [name, schema] of Object.entries(module)) {
      const values = module[name.replace(/\$(in|out)boundSchema$/, "")];
      if (schema?._zod && values && values !== schema)
        enums.set(schema, Object.values(values));
    }
  return enums;
}

function readObjects(module, enums) {
  return Object.entries(module).flatMap(([name, schema]) => {
    const direction = name.match(/\$(in|out)boundSchema$/)?.[1];
    const object = direction && unwrap(schema);
    if (object?._zod.def.type !== "object")
      return [];
    const names = direction === "out" ? findNames(schema, object) : Object.keys(object.shape).map(key => [key, key]);
    const fields = Object.fromEntries(names.map(([wireName, key]) => [wireName, describe(object.shape[key], enums)]));
    return [{ name: name.replace(/\$.*/, ""), schema, fields, isRequest: direction === "out" }];
  });
}

/** Renames the properties of an object as the schema does; each value is the name of the property before. */
function findNames(schema, object) {
  let value = Object.fromEntries(Object.keys(object.shape).map(key => [key, Symbol(key)]));
  for (const transform of findTransforms(schema))
    value = transform(value, {});
  return Object.entries(value).map(([wireName, key]) => [wireName, key.description]);
}

function findTransforms({ _zod: { def } }) {
  if (def.type !== "pipe")
    return [];
  return [...findTransforms(def.in), ...(def.out._zod.def.type === "transform" ? [def.out._zod.def.transform] : [])];
}

function unwrap(schema) {
  for (;;) {
    const { def } = schema._zod;
    if (wrappers.includes(def.type))
      schema = def.innerType;
    else if (def.type === "pipe")
      schema = def.in;
    else if (def.type === "lazy")
      schema = def.getter();
    else
      return schema;
  }
}

/** Describes the values of a field: their kinds (text, number, boolean, list, object, any), and those of an enumeration. */
function describe(schema, enums) {
  if (enums.has(schema))
    return { kinds: ["text"], values: enums.get(schema) };
  const { def } = schema._zod;
  if (wrappers.includes(def.type))
    return describe(def.innerType, enums);
  if (def.type === "union")
    return merge(def.options.map(option => describe(option, enums)));
  if (def.type === "array")
    return { kinds: ["list"], values: describe(def.element, enums).values };
  const inner = unwrap(schema);
  return inner === schema ? { kinds: [getKind(def)], values: getValues(def) } : describe(inner, enums);
}

export function merge(descriptions) {
  return {
    kinds: [...new Set(descriptions.flatMap(({ kinds }) => kinds))],
    values: [...new Set(descriptions.flatMap(({ values }) => values))],
  };
}

function getKind({ type, values }) {
  const kinds = { string: "text", date: "text", enum: "text", int: "number", record: "object", tuple: "list" };
  if (type === "literal")
    return { string: "text" }[typeof values[0]] ?? typeof values[0];
  return kinds[type] ?? (["number", "boolean", "object"].includes(type) ? type : "any");
}

function getValues({ type, values, entries }) {
  const all = type === "literal" ? values : type === "enum" ? Object.values(entries) : [];
  return all.filter(value => typeof value === "string");
}

/** Reads the query parameters of an operation, which has the name of its file. */
function readQuery(file) {
  const query = [...read(file).matchAll(/encode(?:Form|JSON|DeepObject)Query\(\{([^}]*)\}/g)].map(([, parameters]) => parameters).join("");
  const names = [...query.matchAll(/^\s*"([^"]+)":/gm)].map(([, name]) => name);
  const fields = Object.fromEntries(names.map(name => [name, { kinds: ["any"], values: [] }]));
  return names.length === 0 ? [] : [{ name: path.basename(file, ".js"), parameters: `(${names.join(", ")})`, fields, isRequest: true }];
}

// Reads all entities of a project from Redis and prints them as JSON. It shares no code and no library with the service:
// the protocol of Redis, Feast's entity keys (serialization version 3), murmur3 and protobuf are written here once more,
// from their specifications, so that it finds what the service gets wrong in the same way on both sides.
//
// usage: node read-rows.mjs PORT PROJECT VIEW FEATURE...
import net from 'node:net';

const [port, project, view, ...features] = process.argv.slice(2);

const VALUE_TYPES = { 1: 'BYTES', 2: 'STRING', 3: 'INT32', 4: 'INT64', 8: 'UNIX_TIMESTAMP' };

// --- Redis, RESP2 ---

function command(...parts) {
  const chunks = [Buffer.from(`*${parts.length}\r\n`)];
  for (const part of parts) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    chunks.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(chunks);
}

/** [value, next position], or null when the answer has not come as a whole. */
function parse(buffer, at) {
  const end = buffer.indexOf('\r\n', at);
  if (end < 0) return null;
  const head = buffer.toString('utf8', at + 1, end);
  let next = end + 2;
  switch (String.fromCharCode(buffer[at])) {
    case '+': return [head, next];
    case '-': throw new Error(head);
    case ':': return [Number(head), next];
    case '$': {
      const length = Number(head);
      if (length < 0) return [null, next];
      if (buffer.length < next + length + 2) return null;
      return [buffer.subarray(next, next + length), next + length + 2];
    }
    case '*': {
      const values = [];
      for (let i = 0; i < Number(head); i++) {
        const value = parse(buffer, next);
        if (value === null) return null;
        values.push(value[0]);
        next = value[1];
      }
      return [values, next];
    }
    default: throw new Error(`not RESP: byte ${buffer[at]}`);
  }
}

const socket = net.connect(Number(port), '127.0.0.1');
let pending = Buffer.alloc(0);
let waiting = null;
socket.on('data', (data) => {
  pending = Buffer.concat([pending, data]);
  const answer = parse(pending, 0);
  if (answer !== null) {
    pending = pending.subarray(answer[1]);
    waiting(answer[0]);
  }
});
const ask = (...parts) => new Promise((resolve) => { waiting = resolve; socket.write(command(...parts)); });

// --- murmur3, x86, 32 bits, seed 0 ---

function murmur3(bytes) {
  const rotate = (x, n) => (x << n) | (x >>> (32 - n));
  const mix = (k) => Math.imul(rotate(Math.imul(k, 0xcc9e2d51), 15), 0x1b873593);
  let hash = 0;
  const blocks = bytes.length >>> 2;
  for (let i = 0; i < blocks; i++) {
    hash = Math.imul(rotate(hash ^ mix(bytes.readInt32LE(i * 4)), 13), 5) + 0xe6546b64 | 0;
  }
  let tail = 0;
  for (let i = bytes.length - 1; i >= blocks * 4; i--) tail = (tail << 8) | bytes[i];
  if (bytes.length % 4) hash ^= mix(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hashField(name) {
  const field = Buffer.alloc(4);
  field.writeUInt32LE(murmur3(Buffer.from(name, 'utf8')));
  return field;
}

// --- protobuf ---

function varint(bytes, at) {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = bytes[at++];
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return [BigInt.asUintN(64, value), at];
  }
}

/** The fields of a message: [number, wire type, value]. */
function message(bytes) {
  const fields = [];
  for (let at = 0; at < bytes.length; ) {
    let tag, value;
    [tag, at] = varint(bytes, at);
    const wire = Number(tag & 7n);
    if (wire === 0) [value, at] = varint(bytes, at);
    else if (wire === 1) { value = bytes.subarray(at, at + 8); at += 8; }
    else if (wire === 5) { value = bytes.subarray(at, at + 4); at += 4; }
    else if (wire === 2) {
      let length;
      [length, at] = varint(bytes, at);
      if (at + Number(length) > bytes.length) throw new Error('a field is cut off');
      value = bytes.subarray(at, at + Number(length));
      at += Number(length);
    } else throw new Error(`wire type ${wire}`);
    fields.push([Number(tag >> 3n), wire, value]);
  }
  return fields;
}

const scalar = {
  1: (b) => b.toString('base64'),
  2: (b) => b.toString('utf8'),
  3: (v) => Number(BigInt.asIntN(32, v)),
  4: (v) => BigInt.asIntN(64, v).toString(),
  5: (b) => b.readDoubleLE(0),
  6: (b) => b.readFloatLE(0),
  7: (v) => v !== 0n,
  8: (v) => BigInt.asIntN(64, v).toString(),
};

/** The elements of a RepeatedValue's list: texts and bytes one by one, numbers packed. */
function list(type, bytes) {
  const values = [];
  for (const [number, wire, value] of message(bytes)) {
    if (number !== 1 || wire !== 2) throw new Error(`a list has field ${number} of wire type ${wire}`);
    if (type <= 2) { values.push(scalar[type](value)); continue; }
    for (let at = 0; at < value.length; ) {
      if (type === 5) { values.push(value.readDoubleLE(at)); at += 8; }
      else if (type === 6) { values.push(value.readFloatLE(at)); at += 4; }
      else {
        let element;
        [element, at] = varint(value, at);
        values.push(scalar[type](element));
      }
    }
  }
  return values;
}

/** A feast.types.Value: null, or the number of the one field that is set with its value. */
function feastValue(bytes) {
  const fields = message(bytes);
  if (fields.length === 0) return null;
  if (fields.length > 1) throw new Error('a value has several fields');
  const [number, , value] = fields[0];
  return [number, number > 10 ? list(number - 10, value) : scalar[number](value)];
}

function timestamp(bytes) {
  const moment = { seconds: '0', nanos: 0 };
  for (const [number, , value] of message(bytes)) {
    if (number === 1) moment.seconds = BigInt.asIntN(64, value).toString();
    if (number === 2) moment.nanos = Number(value);
  }
  return moment;
}

// --- Feast's entity key, version 3 ---

function entity(key) {
  let at = 0;
  const u32 = () => { at += 4; return key.readUInt32LE(at - 4); };
  const take = (length) => { at += length; return key.subarray(at - length, at); };
  const count = u32();
  const names = [];
  for (let i = 0; i < count; i++) {
    if (u32() !== 2) throw new Error('a join key\'s name is not a STRING');
    names.push(take(u32()).toString('utf8'));
  }
  const values = {};
  for (const name of names) {
    const type = VALUE_TYPES[u32()];
    const bytes = take(u32());
    const value = type === 'STRING' ? bytes.toString('utf8')
      : type === 'BYTES' ? bytes.toString('base64')
        : type === 'INT32' ? bytes.readInt32LE(0).toString() : bytes.readBigInt64LE(0).toString();
    values[name] = `${type} ${value}`;
  }
  if (key.subarray(at).toString('utf8') !== project) throw new Error('the key does not end with the project');
  return values;
}

// --- all of it ---

const names = new Map(features.map((name) => [hashField(`${view}:${name}`).toString('hex'), name]));
const rows = [];
let cursor = '0';
do {
  const [next, keys] = await ask('SCAN', cursor, 'MATCH', `*${project}`, 'COUNT', 100);
  cursor = next.toString();
  for (const key of keys) {
    const hash = await ask('HGETALL', key);
    const row = { entity: entity(key), timestamp: null, values: {}, others: 0, ttl: await ask('TTL', key) };
    for (const name of features) row.values[name] = 'absent';
    for (let i = 0; i < hash.length; i += 2) {
      const name = names.get(hash[i].toString('hex'));
      if (hash[i].toString('latin1') === `_ts:${view}`) row.timestamp = timestamp(hash[i + 1]);
      else if (name !== undefined) row.values[name] = feastValue(hash[i + 1]);
      else row.others++;
    }
    rows.push(row);
  }
} while (cursor !== '0');
console.log(JSON.stringify(rows));
socket.end();

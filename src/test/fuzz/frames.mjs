// HTTP/2 frames (RFC 9113) and as much of HPACK (RFC 7541) as a client needs who asks for no table: literals, and the static indices.
export const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
export const DATA = 0, HEADERS = 1, PRIORITY = 2, RST_STREAM = 3, SETTINGS = 4, PUSH_PROMISE = 5, PING = 6, GOAWAY = 7, WINDOW_UPDATE = 8, CONTINUATION = 9;
export const ACK = 1, END_STREAM = 1, END_HEADERS = 4, PADDED = 8, WITH_PRIORITY = 32;
export const HEADER_TABLE_SIZE = 1, ENABLE_PUSH = 2, MAX_STREAMS = 3, INITIAL_WINDOW = 4, MAX_FRAME = 5;

export function frame(type, flags, stream, payload = Buffer.alloc(0), length = payload.length) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length & 0xffffff, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream >>> 0, 5);
  return Buffer.concat([head, payload]);
}

export function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export const settings = (...pairs) => frame(SETTINGS, 0, 0, Buffer.concat(pairs.map(([id, value]) => Buffer.concat([Buffer.from([id >> 8, id & 255]), number(value)]))));
export const windowUpdate = (stream, by) => frame(WINDOW_UPDATE, 0, stream, number(by));
export const reset = (stream, code) => frame(RST_STREAM, 0, stream, number(code));

function text(value) {
  const bytes = Buffer.from(value, "latin1");
  const head = [];
  if (bytes.length < 127) head.push(bytes.length);
  else {
    head.push(127);
    let rest = bytes.length - 127;
    for (; rest >= 128; rest = Math.floor(rest / 128)) head.push((rest % 128) + 128);
    head.push(rest);
  }
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** A header block of literals that no table takes up. */
export const block = (headers) => Buffer.concat(headers.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));

const STATUSES = { 8: 200, 9: 204, 10: 206, 11: 304, 12: 400, 13: 404, 14: 500 };
const NAMES = ["", ":authority", ":method", ":method", ":path", ":path", ":scheme", ":scheme", ":status", ":status", ":status", ":status", ":status", ":status", ":status",
  "accept-charset", "accept-encoding", "accept-language", "accept-ranges", "accept", "access-control-allow-origin", "age", "allow", "authorization", "cache-control",
  "content-disposition", "content-encoding", "content-language", "content-length", "content-location", "content-range", "content-type", "cookie", "date", "etag", "expect",
  "expires", "from", "host", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "last-modified", "link", "location", "max-forwards",
  "proxy-authenticate", "proxy-authorization", "range", "referer", "refresh", "retry-after", "server", "set-cookie", "strict-transport-security", "transfer-encoding",
  "user-agent", "vary", "via", "www-authenticate"];

/** Headers of a block made for a table of size 0; a value in Huffman's code is not read. */
export function decode(bytes) {
  const headers = new Map();
  let at = 0;
  const integer = (bits) => {
    const most = (1 << bits) - 1;
    let value = bytes[at++] & most;
    if (value === most) {
      for (let shift = 0; ; shift += 7) {
        value += (bytes[at] & 127) << shift;
        if (bytes[at++] < 128) break;
      }
    }
    return value;
  };
  const string = () => {
    const coded = bytes[at] & 128;
    const length = integer(7);
    at += length;
    return coded ? "?" : bytes.subarray(at - length, at).toString("latin1");
  };
  while (at < bytes.length) {
    const first = bytes[at];
    if (first & 128) {
      const index = integer(7);
      if (index === 0 || index >= NAMES.length) throw new Error(`header index ${index}`);
      headers.set(NAMES[index], String(STATUSES[index] ?? ""));
    } else if ((first & 0xe0) === 0x20) integer(5);
    else {
      const index = integer(first & 64 ? 6 : 4);
      if (index >= NAMES.length) throw new Error(`header index ${index}`);
      const name = index === 0 ? string() : NAMES[index];
      headers.set(name, string());
    }
  }
  if (at !== bytes.length) throw new Error("a header block that ends too soon");
  return headers;
}

/** A payload without padding and priority. */
function bare(type, flags, payload) {
  if (type !== DATA && type !== HEADERS) return payload;
  const padded = flags & PADDED ? 1 : 0;
  const first = padded + (type === HEADERS && flags & WITH_PRIORITY ? 5 : 0);
  return payload.subarray(first, payload.length - (padded ? payload[0] : 0));
}

/** The whole frames at the beginning of some bytes, and what is left. */
export function split(bytes) {
  const frames = [];
  let at = 0;
  while (bytes.length - at >= 9) {
    const length = bytes.readUIntBE(at, 3);
    if (bytes.length - at < 9 + length) break;
    const [type, flags] = [bytes[at + 3], bytes[at + 4]];
    frames.push({ type, flags, stream: bytes.readUInt32BE(at + 5) & 0x7fffffff, payload: bare(type, flags, bytes.subarray(at + 9, at + 9 + length)) });
    at += 9 + length;
  }
  return { frames, rest: bytes.subarray(at) };
}

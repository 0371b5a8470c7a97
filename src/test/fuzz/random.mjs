// Chance that can be had again: the same seed and names give the same choices, in whatever order cases run.
function hash(text) {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(text)) {
    state = Math.imul(state ^ byte, 0x01000193);
  }
  return state >>> 0;
}

export class Random {
  #state;

  constructor(...names) {
    this.#state = hash(names.join("/"));
  }

  /** 32 bits (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  below(limit) {
    return this.next() % limit;
  }

  between(least, most) {
    return least + this.below(most - least + 1);
  }

  chance(share) {
    return this.next() / 2 ** 32 < share;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** The bytes in pieces, as a network may deliver them. */
  pieces(bytes, most) {
    const pieces = [];
    for (let at = 0; at < bytes.length; ) {
      const length = this.chance(0.3) ? this.between(1, 8) : this.between(1, most);
      pieces.push(bytes.subarray(at, at + length));
      at += length;
    }
    return pieces;
  }

  /** One to four small damages: a byte changed, lost, doubled or put in, a stretch lost or repeated, a number or a line end changed. */
  damaged(bytes) {
    let now = Buffer.from(bytes);
    for (let left = this.between(1, 4); left > 0 && now.length > 0; left--) {
      const at = this.below(now.length);
      const length = this.between(1, this.chance(0.2) ? 200 : 8);
      const [before, after] = [now.subarray(0, at), now.subarray(at)];
      const odd = ["\r\n", "\n", "\r", "\0", " ", "\t", '"', "\\", "{", "}", "[", ":", ",", "\ufeff", "é", "\u2028", "-1", "1e999",
        "4294967296", "data: ", "\n\n", "<think>", "</think>", "<tool_call>", "%", "\x7f", "\xff", "\\ud800", "null"];
      switch (this.below(7)) {
        case 0:
          now[at] ^= 1 << this.below(8);
          break;
        case 1:
          now[at] = this.below(256);
          break;
        case 2:
          now = Buffer.concat([before, after.subarray(length)]);
          break;
        case 3:
          now = Buffer.concat([before, after.subarray(0, length), after]);
          break;
        case 4:
          now = Buffer.concat([before, this.bytes(length)  , after]);
          break;
        default:
          now = Buffer.concat([before, Buffer.from(this.pick(odd), "latin1"), after]);
      }
    }
    return now;
  }
}

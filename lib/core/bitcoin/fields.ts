import { MAX_SATS } from "@/lib/core/money";

/** A field that is missing or is not what it must be; `path` leads to it from the record ("vout[0].value"). */
export class FieldError extends Error {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(reason);
    this.name = "FieldError";
    this.path = path;
  }
}

const HEX = new Int8Array(128).fill(-1);
for (let i = 0; i < 16; i += 1) {
  HEX[i.toString(16).charCodeAt(0)] = i;
  HEX[i.toString(16).toUpperCase().charCodeAt(0)] = i;
}

/** Bytes of a hex text, or null; as `fromHex`, but fast enough for every script of a block in JSON. */
export function hexBytes(text: string): Uint8Array | null {
  if (text.length % 2 !== 0) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) {
    const high = HEX[text.charCodeAt(2 * i)] ?? -1;
    const low = HEX[text.charCodeAt(2 * i + 1)] ?? -1;
    if ((high | low) < 0) return null;
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

const MAX_VALUE = MAX_SATS;
const LONGEST_SCRIPT = 4_000_000;

/**
 * The fields of one JSON object that came from outside. Each is checked as it is read; a wrong one throws a FieldError with its path, which is
 * only put together then. Keys are looked up by name and nothing is ever merged, so hostile keys (`__proto__`) have no effect.
 */
export class Fields {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #parent: Fields | null;
  readonly #name: string;
  readonly #index: number;

  private constructor(value: unknown, parent: Fields | null, name: string, index: number) {
    this.#parent = parent;
    this.#name = name;
    this.#index = index;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new FieldError(this.path, `must be an object, is ${kindOf(value)}`);
    this.#object = value as Readonly<Record<string, unknown>>;
  }

  static of(value: unknown): Fields {
    return new Fields(value, null, "", -1);
  }

  get path(): string {
    const own = this.#index < 0 ? this.#name : `${this.#name}[${this.#index}]`;
    const parent = this.#parent?.path ?? "";
    return parent === "" ? own : `${parent}.${own}`;
  }

  fail(key: string, reason: string): never {
    throw new FieldError(this.path === "" ? key : `${this.path}.${key}`, reason);
  }

  /** Not there, or null: both mean that the source does not say. */
  lacks(key: string): boolean {
    return (this.#object[key] ?? null) === null;
  }

  get(key: string): unknown {
    return this.#object[key];
  }

  isTrue(key: string): boolean {
    return this.#object[key] === true;
  }

  /** A whole number of `min` to `max`; numbers as text are refused. */
  int(key: string, min: number, max: number): number {
    const value = this.#object[key];
    if (typeof value !== "number") return this.fail(key, `must be a number, is ${kindOf(value)}`);
    if (!Number.isSafeInteger(value) || value < min || value > max) return this.fail(key, `must be a whole number from ${min} to ${max}, is ${value}`);
    return value;
  }

  /** As `int`, or -1 where the source does not say. */
  intOrUnknown(key: string, min: number, max: number): number {
    return this.lacks(key) ? -1 : this.int(key, min, max);
  }

  /** A 32-bit number that some write signed, as uint32; -1 where the source does not say. */
  uint32OrUnknown(key: string): number {
    return this.lacks(key) ? -1 : this.int(key, -0x8000_0000, 0xffff_ffff) >>> 0;
  }

  /** An amount in satoshis. */
  sats(key: string): bigint {
    return BigInt(this.int(key, 0, SATS_LIMIT));
  }

  /** An amount in coins, exactly; finer than a satoshi is refused. */
  coins(key: string): bigint {
    const value = this.#object[key];
    if (typeof value !== "number") return this.fail(key, `must be a number, is ${kindOf(value)}`);
    return satsOfCoins(value) ?? this.fail(key, `must be an amount of at most eight decimals, is ${value}`);
  }

  text(key: string): string {
    const value = this.#object[key];
    return typeof value === "string" ? value : this.fail(key, `must be text, is ${kindOf(value)}`);
  }

  /** A txid or block hash, in wire order. */
  hash(key: string): Uint8Array {
    const text = this.text(key);
    const bytes = text.length === 64 ? hexBytes(text) : null;
    return bytes?.reverse() ?? this.fail(key, "must be 64 hex digits");
  }

  bytes(key: string): Uint8Array {
    const text = this.text(key);
    if (text.length > 2 * LONGEST_SCRIPT) return this.fail(key, `is ${text.length} digits long, more than a block holds`);
    return hexBytes(text) ?? this.fail(key, "must be an even number of hex digits");
  }

  bytesOrUnknown(key: string): Uint8Array | null {
    return this.lacks(key) ? null : this.bytes(key);
  }

  object(key: string): Fields {
    return new Fields(this.#object[key], this, key, -1);
  }

  list(key: string): readonly unknown[] {
    const value = this.#object[key];
    return Array.isArray(value) ? (value as readonly unknown[]) : this.fail(key, `must be a list, is ${kindOf(value)}`);
  }

  /** The objects in a list. */
  objects(key: string): Fields[] {
    return this.list(key).map((value, index) => new Fields(value, this, key, index));
  }
}

const SATS_LIMIT = 8_400_000_000_000_000;
if (BigInt(SATS_LIMIT) !== MAX_VALUE) throw new Error("SATS_LIMIT is MAX_SATS as a number.");

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "string" ? "text" : `a ${typeof value}`;
}

const SATS_IN_COIN = 100_000_000;

/**
 * The satoshis of an amount that JSON wrote in coins. Exact: the result n is accepted only if n / 10^8, which IEEE division rounds correctly,
 * is the very number that was read; and below 2^26 coins no two amounts of eight decimals are read as the same number.
 * @returns null for negative, absurd or finer amounts.
 */
export function satsOfCoins(coins: number): bigint | null {
  if (!(coins >= 0 && coins < 0x400_0000)) return null;
  const near = Math.round(coins * SATS_IN_COIN);
  for (const sats of [near, near - 1, near + 1]) if (sats / SATS_IN_COIN === coins) return BigInt(sats);
  return null;
}

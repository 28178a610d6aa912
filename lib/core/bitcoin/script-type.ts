/** The value of `address.type`; never renumbered once released. */
export const SCRIPT_TYPES = ["unknown", "p2pk", "p2pkh", "p2sh", "p2wpkh", "p2wsh", "p2tr", "p2ms", "op_return", "p2a", "witness_unknown"] as const;
export type ScriptType = (typeof SCRIPT_TYPES)[number];

export const scriptTypeId = (type: ScriptType): number => SCRIPT_TYPES.indexOf(type);
export const scriptTypeById = (id: number): ScriptType => SCRIPT_TYPES[id] ?? "unknown";

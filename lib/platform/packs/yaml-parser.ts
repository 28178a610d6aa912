import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import type { ParsedYaml } from "@/lib/core/packs/tagpack";
import { PROJECT_ROOT } from "@/lib/platform/env";

export interface YamlLimits {
  /** For one batch. */
  readonly ms?: number;
  readonly memoryMb?: number;
}

const CHILD = path.join(PROJECT_ROOT, "lib", "platform", "packs", "yaml-child.mjs");
const LIMITS = { ms: 10_000, memoryMb: 128 };

/**
 * Parses YAML in a process of its own, with limits to its memory and time: a parser that is led astray takes that process along, and this one
 * refuses the file.
 */
export class YamlParser {
  readonly #child: ChildProcess;
  readonly #ms: number;

  constructor({ ms = LIMITS.ms, memoryMb = LIMITS.memoryMb }: YamlLimits = {}) {
    this.#ms = ms;
    this.#child = fork(CHILD, [], { execArgv: [`--max-old-space-size=${memoryMb}`], stdio: ["ignore", "ignore", "ignore", "ipc"], env: { NODE_ENV: "production" } });
  }

  /** Items of one list, each with its dash. */
  items(texts: readonly string[]): Promise<readonly ParsedYaml[]> {
    return this.#ask("items", texts);
  }

  async document(text: string): Promise<ParsedYaml> {
    const [parsed] = await this.#ask("documents", [text]);
    return parsed ?? { error: "nothing came back from its parser" };
  }

  close(): void {
    this.#child.kill("SIGKILL");
  }

  /** @throws AppError too_large when the parser exceeded its limits */
  #ask(kind: "items" | "documents", texts: readonly string[]): Promise<readonly ParsedYaml[]> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void): void => {
        clearTimeout(timer);
        this.#child.off("message", onMessage);
        this.#child.off("exit", onEnd);
        this.#child.off("error", onEnd);
        done();
      };
      const refuse = (): void => {
        this.close();
        reject(new AppError("too_large", "This YAML cannot be read within the limits of time and memory; it may have been made to exhaust them."));
      };
      const onMessage = (answer: unknown): void => {
        settle(() => {
          resolve(answer as readonly ParsedYaml[]);
        });
      };
      const onEnd = (): void => {
        settle(refuse);
      };
      const timer = setTimeout(onEnd, this.#ms);
      this.#child.on("message", onMessage);
      this.#child.on("exit", onEnd);
      this.#child.on("error", onEnd);
      if (!this.#child.connected) onEnd();
      else this.#child.send({ kind, texts });
    });
  }
}

import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/core/errors";
import type { Passwords } from "@/lib/features/accounts/accounts.ports";

/** Above OWASP's floor of 19 MiB and two passes; about 0.1 s. The library's default is argon2id. */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;
/** Verified where there is no account or no password, so that the time of the answer tells nothing. Of these costs, of nobody. */
const DECOY = "$argon2id$v=19$m=65536,t=3,p=1$AkWVutUA0tmA5BO9/c8jKQ$WuVav/L2HPie3f4N96noFW+zseJGEB+WoJep9pn2FJU";
/** A flood of sign-ins must not take the server's memory: so many at once, so many in line, the rest is sent away. */
const AT_ONCE = 2;
const IN_LINE = 32;

/** argon2id hashes in PHC form. The same password is found however the keyboard composed its characters. */
export function makePasswords(): Passwords {
  const limited = makeLine();
  const same = (password: string): string => password.normalize("NFKC");
  return {
    hash: (password) => limited(() => hash(same(password), COST)),
    verify: async (stored, password) => {
      const fits = await limited(() => verify(stored ?? DECOY, same(password)));
      return fits && stored !== null;
    },
  };
}

/** @throws AppError rate_limited when the line is full */
function makeLine() {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= IN_LINE) throw new AppError("rate_limited", "Too many people sign in at this moment. Try again shortly.");
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next(); // takes over our place
    }
  };
}

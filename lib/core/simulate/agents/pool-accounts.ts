import { DAY } from "@/lib/core/simulate/economy";
import type { Key, Paid, Payment } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";

/** What a pool credits somebody for hash power, and where it sends it. */
export interface Terms {
  readonly destination: Key;
  /** Sats a day. */
  readonly rate: bigint;
  /** For rented hash power: what all of it will earn, and when it ends (Unix seconds). Null: a member who stays. */
  readonly rented: { readonly total: bigint; readonly until: number } | null;
  readonly onPaid?: (paid: Paid) => void;
  /** Called once nothing more will be paid. */
  readonly onClosed?: () => void;
}

interface Account {
  readonly terms: Terms;
  balance: bigint;
  credited: bigint;
  creditedAt: number;
}

/** A payment that is due. */
interface Due {
  readonly terms: Terms;
  readonly value: bigint;
  /** The account is closed once it is paid. */
  readonly last: boolean;
}

/** Below this nothing is paid, unless the account is at its end; and then nothing below the residual. */
const THRESHOLD = 500_000n;
const RESIDUAL = 6_000n;

/** A pool's books: members are credited by the day, with luck, and paid once they pass the threshold. */
export class PoolAccounts {
  private accounts: Account[] = [];
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  open(terms: Terms, now: number): void {
    this.accounts.push({ terms, balance: 0n, credited: 0n, creditedAt: now });
  }

  /** Credits everybody up to `now` and takes out what is due; ended accounts are closed. */
  settle(now: number): Payment[] {
    const due: Payment[] = [];
    const stay: Account[] = [];
    for (const account of this.accounts) {
      const ended = this.credit(account, now);
      if (account.balance >= (ended ? RESIDUAL : THRESHOLD)) {
        due.push(paymentOf({ terms: account.terms, value: account.balance, last: ended }));
        account.balance = 0n;
      } else if (ended) account.terms.onClosed?.();
      if (!ended) stay.push(account);
    }
    this.accounts = stay;
    return due;
  }

  /** @returns whether the account has come to its end. */
  private credit(account: Account, now: number): boolean {
    const { rate, rented } = account.terms;
    const seconds = BigInt(now - account.creditedAt);
    let amount = (rate * seconds * BigInt(this.random.between(88, 112))) / BigInt(DAY * 100);
    const ended = rented !== null && now >= rented.until;
    if (rented !== null) {
      const left = rented.total - account.credited;
      if (ended || amount > left) amount = left;
    }
    account.balance += amount;
    account.credited += amount;
    account.creditedAt = now;
    return ended;
  }
}

function paymentOf({ terms, value, last }: Due): Payment {
  return {
    key: terms.destination,
    value,
    onPaid: (paid) => {
      terms.onPaid?.(paid);
      if (last) terms.onClosed?.();
    },
  };
}

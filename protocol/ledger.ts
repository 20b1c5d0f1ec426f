/** Evidence as the reviewer's console asks for it: how the ledger is, verifications of it, and proofs to take away. */

/** What one full verification of a controller's ledger looked at, and what it found. */
export interface LedgerFigures {
  readonly streams: number;
  /** Of these, with their keys destroyed: sequence, hashes and head could be verified, content no more. */
  readonly skeletons: number;
  readonly entries: number;
  /** Entries opened with their keys. */
  readonly opened: number;
  readonly objects: number;
  readonly objectsErased: number;
  readonly checkpoints: number;
  /** Entries that no checkpoint covers yet, and the seconds from the newest checkpoint to the verification. */
  readonly uncoveredEntries: number;
  readonly uncoveredSeconds: number;
  /** How many things are wrong; the first of them by name, ids only. */
  readonly faults: number;
  readonly named: readonly string[];
  /** Restores of an older database, which lost what earlier checkpoints had covered. */
  readonly restored: readonly LedgerRestore[];
}

export interface LedgerRestore {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Leaves that were left, and leaves that checkpoints had covered beyond them. */
  readonly size: number;
  readonly lost: number;
}

/** GET /api/review/ledger: of the reviewer's own controller. */
export interface LedgerHealth {
  /** Epoch milliseconds of the server, for the age of things. */
  readonly now: number;
  /** The newest checkpoint in the sink; absent before the first. */
  readonly checkpoint?: { readonly at: number; readonly size: number };
  /** When the oldest entry was written that the newest checkpoint does not cover; absent when it covers all. */
  readonly uncoveredSince?: number;
  /** 32 bytes, base64: what checkpoints are verified with. */
  readonly publicKey: string;
  /** Newest first, at most 20; the first may be under way. */
  readonly verifications: readonly Verification[];
}

/** A checkpoint must come at most so many milliseconds after what it covers (CHK-1). */
export const COVERED_WITHIN_MS = 60_000;

/** POST /api/review/ledger/verify answers 202 and `Verification`; `verification_under_way` while there is one. */
export interface Verification {
  readonly id: string;
  readonly startedAt: number;
  /** Name of the account; absent for the daily one. */
  readonly by?: string;
  readonly state: 'under-way' | 'healthy' | 'faults' | 'cut-short';
  readonly finishedAt?: number;
  readonly figures?: LedgerFigures;
  /** While it is under way: streams verified, of how many. */
  readonly progress?: VerificationProgress;
}

export interface VerificationProgress {
  readonly done: number;
  readonly of: number;
}

/** GET /api/review/ledger/checkpoints.json: the newest checkpoints, newest first, to choose one for a proof. */
export interface CheckpointLine {
  readonly at: number;
  readonly size: number;
}

/**
 * GET /api/review/ledger/proof?session&seq&size and /api/review/ledger/consistency?older&newer: a file for
 * `npm run ledger -- verify-proof`. Hashes are base64, lines stand as they do in sink and export.
 */
export type LedgerProof =
  | {
      readonly format: 'zvana-proof/1';
      readonly kind: 'inclusion';
      readonly checkpoint: string;
      /** The leaf that covers the entry, as in an export. */
      readonly leaf: readonly ['leaf', number, string, number, string];
      readonly path: readonly string[];
      /** Hash of the entry before the first one below, hex; zeros for none. */
      readonly previous: string;
      /** The entry and those after it up to the leaf's head, as in an export; content sealed. */
      readonly entries: readonly (readonly (string | number)[])[];
    }
  | {
      readonly format: 'zvana-proof/1';
      readonly kind: 'consistency';
      readonly older: string;
      readonly newer: string;
      readonly path: readonly string[];
    };

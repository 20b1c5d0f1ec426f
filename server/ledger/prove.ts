/** Proofs from a data directory and its sink of checkpoints, both only read. Part of the programs. */

import type { LedgerProof } from '../../protocol/ledger.ts';
import { readCheckpoints } from '../adapters/checkpoints-folder.ts';
import { openExportSource } from '../adapters/sqlite/export-source.ts';
import type { LedgerQuestion } from '../ports.ts';
import { linesOf } from './checkpoint.ts';
import { mainFile, mustBeThere, type Storage } from './open-evidence.ts';
import { makeProof } from './proof.ts';

/** Undefined when no checkpoint answers the question. */
export async function proveFrom(
  storage: Storage,
  controller: string,
  question: LedgerQuestion,
): Promise<LedgerProof | undefined> {
  mustBeThere(storage);
  // The sink first: what a checkpoint covers is in the database before the checkpoint is written.
  const sink = linesOf(await readCheckpoints(storage.checkpointDir, controller));
  const source = openExportSource(mainFile(storage), controller);
  try {
    return makeProof(question, sink, source);
  } finally {
    source.close();
  }
}

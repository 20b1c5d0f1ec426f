/**
 * The photo being prepared, kept in IndexedDB (which needs no secure context): the camera app may push the page
 * out of memory, and the draft must still be there. One draft, of one session, never older than a call can be.
 */
import type { Edit } from './edits.ts';

export interface SavedDraft {
  /** `createdAt` of the session: a draft must not turn up in the next call. */
  readonly session: number;
  /** The photo's id, the same until it is sent. */
  readonly id: string;
  readonly request?: string;
  /** `asked`: the camera was opened and has not answered. */
  readonly step: 'asked' | 'edit' | 'confirmed';
  readonly edits: readonly Edit[];
  readonly picture?: { readonly bytes: ArrayBuffer; readonly width: number; readonly height: number };
}

const NAME = 'zvana-asistents';
const STORE = 'drafts';

/** Keeps the draft, or forgets it when undefined. A browser without storage (private mode) only loses safety. */
export async function saveDraft(draft: SavedDraft | undefined): Promise<void> {
  if (draft) await withStore('readwrite', (store) => store.put(draft, 'draft'));
  else await withStore('readwrite', (store) => store.clear());
}

export async function loadDraft(session: number): Promise<SavedDraft | undefined> {
  const draft: SavedDraft | undefined = await withStore('readonly', (store) => store.get('draft'));
  return draft?.session === session ? draft : undefined;
}

async function withStore<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    const database = await opened();
    try {
      return await settled(use(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

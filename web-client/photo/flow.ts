/**
 * The way of one photo from the request to the agent: choose, look and edit, confirm, send. Holds the draft,
 * keeps it safe from the phone's memory pressure, and never lets bytes leave before the confirmation.
 */
import type { ErrorCode } from '../../protocol/errors.ts';
import { loadDraft, type SavedDraft, saveDraft } from './drafts.ts';
import { type Drawn, finish, reduce } from './draw.ts';
import type { Edit } from './edits.ts';
import { type Sending, type SendTools, sendPhoto } from './send.ts';

interface Basics {
  readonly id: string;
  readonly request?: string;
}
export type Problem =
  | { readonly kind: 'came-back' | 'undecodable' }
  | { readonly kind: 'refused'; readonly sentence: string };
export type Draft = Basics &
  (
    | { readonly step: 'choose'; readonly problem?: Problem }
    | { readonly step: 'reading' }
    | { readonly step: 'edit' | 'confirm'; readonly base: Drawn; readonly edits: readonly Edit[] }
    | { readonly step: 'sending'; readonly percent: number; readonly waiting: boolean }
    | { readonly step: 'sent' }
  );
type Editing = Extract<Draft, { step: 'edit' | 'confirm' }>;

export interface FlowParts {
  /** `createdAt` of the session. */
  readonly session: number;
  readonly reminder: string;
  readonly maxBytes: number;
  readonly tools: SendTools;
  readonly newId: () => string;
  /** Whether the agent's request still waits for an answer. */
  readonly requestOpen: (request: string) => boolean;
  readonly onChange: () => void;
  readonly onPercent: (photo: string, percent: number) => void;
  /** The call or the credential is over. */
  readonly onOver: (code: ErrorCode) => void;
}

export type PhotoFlow = ReturnType<typeof createPhotoFlow>;

/** Refusals after which no photo of this call can be sent. */
const OVER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'session_ended',
  'session_erased',
  'session_not_open',
  'credential_unknown',
]);

export function createPhotoFlow(parts: FlowParts) {
  let draft: Draft | undefined;
  let sending: Sending | undefined;

  function set(next: Draft | undefined): void {
    draft = next;
    parts.onChange();
  }
  function basics(): Basics {
    const { id, request } = draft ?? { id: parts.newId() };
    return request === undefined ? { id } : { id, request };
  }
  function editing(): Editing | undefined {
    return draft?.step === 'edit' || draft?.step === 'confirm' ? draft : undefined;
  }
  async function keep(step: SavedDraft['step'], base?: Drawn, edits: readonly Edit[] = []): Promise<void> {
    const picture = base && { bytes: await base.jpeg.arrayBuffer(), width: base.width, height: base.height };
    await saveDraft({ session: parts.session, ...basics(), step, edits, ...(picture ? { picture } : {}) });
  }
  function edit(base: Drawn, edits: readonly Edit[]): void {
    set({ ...basics(), step: 'edit', base, edits });
    void keep('edit', base, edits);
  }

  async function send(base: Drawn, edits: readonly Edit[]): Promise<void> {
    const { id, request } = basics();
    set({ ...basics(), step: 'sending', percent: 0, waiting: false });
    await keep('confirmed', base, edits);
    const drawn = await finish(base, edits, parts.maxBytes);
    if (!drawn) return set({ id, step: 'choose', problem: { kind: 'undecodable' } });
    const answers = request !== undefined && parts.requestOpen(request);
    sending = sendPhoto(
      { photo: id, jpeg: drawn.jpeg, confirmed: parts.reminder, ...(answers ? { request } : {}) },
      parts.tools,
      {
        onPercent: (percent) => {
          parts.onPercent(id, percent);
          if (draft?.id === id) set({ ...basics(), step: 'sending', percent, waiting: false });
        },
        onWaiting: () => {
          if (draft?.step === 'sending') set({ ...draft, waiting: true });
        },
      },
    );
    const result = await sending.done;
    if (draft?.id !== id || result.kind === 'stopped') return;
    await saveDraft(undefined);
    if (result.kind === 'stored') return set({ id, step: 'sent' });
    if (OVER.has(result.code)) parts.onOver(result.code);
    set({ id: parts.newId(), step: 'choose', problem: { kind: 'refused', sentence: result.sentence } });
  }

  return {
    draft: () => draft,
    /** Opens the flow, for the agent's request or of the caller's own accord. */
    begin: (request?: string) => {
      sending?.stop();
      set({ id: parts.newId(), ...(request === undefined ? {} : { request }), step: 'choose' });
    },
    /** The camera or the gallery is about to open: the page may not live to see the answer. */
    asked: () => void keep('asked'),
    /** The camera was closed without a picture. */
    declined: () => void saveDraft(undefined),
    async picked(file: Blob): Promise<void> {
      set({ ...basics(), step: 'reading' });
      const base = await reduce(file).catch(() => undefined);
      if (draft?.step !== 'reading') return;
      if (base) return edit(base, []);
      void saveDraft(undefined);
      set({ ...basics(), step: 'choose', problem: { kind: 'undecodable' } });
    },
    apply: (change: Edit) => {
      const now = editing();
      if (now) edit(now.base, [...now.edits, change]);
    },
    undo: () => {
      const now = editing();
      if (now) edit(now.base, now.edits.slice(0, -1));
    },
    /** From looking to confirming, and back. */
    turn: (step: 'edit' | 'confirm') => {
      const now = editing();
      if (now) set({ ...now, step });
    },
    confirm: () => {
      const now = editing();
      if (now) void send(now.base, now.edits);
    },
    cancel: () => {
      sending?.stop();
      void saveDraft(undefined);
      set(undefined);
    },
    /** The log says that this photo has arrived, whatever became of the answer to its upload. */
    arrived: (photo: string) => {
      if (draft?.id !== photo || draft.step === 'sent') return;
      sending?.stop();
      void saveDraft(undefined);
      set({ id: photo, step: 'sent' });
    },
    /** Takes up what an earlier life of this page left behind. */
    async restore(): Promise<void> {
      const saved = await loadDraft(parts.session);
      if (!saved) return saveDraft(undefined);
      if (draft) return;
      const { id, request, picture, step, edits } = saved;
      const known: Basics = request === undefined ? { id } : { id, request };
      if (!picture || step === 'asked')
        return set({ ...known, step: 'choose', problem: { kind: 'came-back' } });
      const jpeg = new Blob([picture.bytes], { type: 'image/jpeg' });
      const base = { jpeg, width: picture.width, height: picture.height };
      set({ ...known, step: 'edit', base, edits });
      if (step === 'confirmed') await send(base, edits);
    },
  };
}

/** The photos of one call: sent, sent again when no answer came, taken back, and asked for at any time. */
import { randomUUID } from 'node:crypto';
import { json, type Visitor } from '../../support/call.ts';
import type { World } from './call.ts';
import type { Record } from './record.ts';

export interface Photos {
  /** The session that they belong to, once it is known. */
  of(session: string): void;
  /** Sends one; throws when there was no answer. */
  take(caller: Visitor): Promise<void>;
  /** Names the oldest when there are several; from then on it may be gone, answered or not. */
  takeBackOldest(): string | undefined;
  /** Sends again, under the same ids, what was not answered. */
  resume(caller: Visitor): Promise<void>;
  judge(): Promise<{ readonly photosLost: number; readonly photosBack: number }>;
  repeats(): number;
}

interface Photo {
  readonly picture: Buffer;
  stored: boolean;
  takenBack: boolean;
  /** As the server first served it to the agent, for each of `WIDTHS`. */
  readonly served: Buffer[];
}

/** The largest variant, and the one for the agent's strip. */
const WIDTHS = ['', '?width=320'];
const KEPT = 2;

export function createPhotos(world: World, record: Record): Photos {
  const photos = new Map<string, Photo>();
  let session = '';
  let repeats = 0;

  async function upload(caller: Visitor, id: string, photo: Photo): Promise<void> {
    const { reminder } = await json<{ reminder: string }>(await caller.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    await json(await caller.upload(`/api/caller/photos/${id}`, photo.picture, headers), 201);
    photo.stored = true;
    record.photoStored(id);
    for (const width of WIDTHS) {
      const { status, bytes } = await serve(id, width);
      if (status !== 200) throw new Error(`a stored photo was answered with ${status}`);
      photo.served.push(bytes);
      world.served(bytes);
    }
  }

  async function serve(id: string, width: string) {
    const response = await world.agent.get(`/api/sessions/${session}/media/${id}${width}`);
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  return {
    of(id) {
      session = id;
    },
    async take(caller) {
      const picture = world.pictures[world.random(world.pictures.length)];
      if (!picture) throw new Error('there are no pictures');
      const photo: Photo = { picture, stored: false, takenBack: false, served: [] };
      const id = randomUUID();
      photos.set(id, photo);
      await upload(caller, id, photo);
    },
    takeBackOldest() {
      const standing = [...photos].filter(([, photo]) => photo.stored && !photo.takenBack);
      const [oldest] = standing;
      if (!oldest || standing.length <= KEPT) return undefined;
      oldest[1].takenBack = true;
      return oldest[0];
    },
    async resume(caller) {
      for (const [id, photo] of photos) {
        if (photo.stored) continue;
        repeats += 1;
        await upload(caller, id, photo);
      }
    },
    async judge() {
      let photosLost = 0;
      let photosBack = 0;
      for (const [id, photo] of photos) {
        if (!photo.stored) continue;
        for (const [at, width] of WIDTHS.entries()) {
          const { status, bytes } = await serve(id, width);
          if (photo.takenBack) photosBack += status === 200 ? 1 : 0;
          else if (status !== 200 || !(photo.served[at] ?? bytes).equals(bytes)) photosLost += 1;
        }
      }
      return { photosLost, photosBack };
    },
    repeats: () => repeats,
  };
}

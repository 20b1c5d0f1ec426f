/**
 * The heart: who works here, keys and ledger, the guard, sessions, pictures, holds and erasure. Everything else
 * stands on it.
 */
import { v7 as newId } from 'uuid';
import type { ControllerLimits } from '../content/types.ts';
import { describeFault } from '../faults.ts';
import { createGuideLibrary } from '../guide/library.ts';
import { createIdentity } from '../identity/identity.ts';
import { createKeys } from '../ledger/keys.ts';
import { createLedger } from '../ledger/ledger.ts';
import { withTombstones } from '../ledger/tombstones.ts';
import { createIntake } from '../media/intake.ts';
import { createMediaReader } from '../media/reader.ts';
import { createMediaRows } from '../media/rows.ts';
import { createSanitiser } from '../media/sanitiser.ts';
import { createShield } from '../media/shield.ts';
import { createControllerLog } from '../privacy/controller-log.ts';
import { createHolds } from '../privacy/holds.ts';
import { lineOf } from '../privacy/listed-holds.ts';
import { createPeriodRecords } from '../privacy/period-records.ts';
import { createGuard } from '../privacy/recorded-guard.ts';
import { createRedating } from '../privacy/redating.ts';
import { createRestrictions } from '../privacy/restrictions.ts';
import { createSimulator } from '../privacy/simulator.ts';
import { createSessionErasure } from '../session/erasure.ts';
import { holdable } from '../session/holdable.ts';
import { createPhotoErasure } from '../session/photo-erasure.ts';
import { createSessions } from '../session/sessions.ts';
import { createStart } from '../session/start.ts';
import type { Outside } from './outside.ts';

export type Core = ReturnType<typeof createCore>;

export function createCore(outside: Outside) {
  const { content, database, clock, log, keyWrapper } = outside;
  const onFault = (error: unknown) => log.error(describeFault(error), 'a task in the background failed');
  const lookupKey = (controller: string) => keyWrapper.lookupKey(controller);
  const controllerOf = (key: string) => {
    const controller = content.controllers.get(key);
    if (!controller) throw new Error(`no controller ${key}`);
    return controller;
  };
  const limitsOf = (key: string): ControllerLimits => controllerOf(key).limits;
  const hasRoom = async () => (await outside.disk.freeBytes()) >= outside.minFreeBytes;

  const identity = createIdentity({ database, clock });
  const library = createGuideLibrary(content);
  const keys = createKeys(keyWrapper, withTombstones(outside.keyStore, outside.tombstones), newId);
  const ledger = createLedger(outside.journal);
  const controllerLog = createControllerLog({ ledger, keys, clock });
  const restrictions = createRestrictions(database);
  const guard = createGuard({ log: controllerLog, clock, restrictedOf: restrictions.of });

  const sanitiser = createSanitiser();
  const rows = createMediaRows(database);
  const { objects } = outside;
  const mediaKeys = { create: keys.createObject, open: keys.openObject, destroy: keys.destroyObject };
  const intake = createIntake({
    sanitiser,
    objects,
    keys: mediaKeys,
    rows,
    clock,
    newId,
    heldOf: (session) => holds.of(session),
  });
  const reader = createMediaReader({ objects, rows, keys: mediaKeys });

  const photos = createPhotoErasure({ database, log: controllerLog, keys, clock, eraseMedia: intake.erase });
  const shield = createShield({ database, objects, onFault });
  const holds = createHolds({
    database,
    log: controllerLog,
    keys,
    clock,
    newId,
    find: async (controller, id) => holdable(controller, await sessions.view(id)),
    // What is restricted is kept as well, whatever becomes of the hold.
    shield: async (target, held) => {
      if (held || !restrictions.of(target.session).all) await shield(target, held);
    },
    noteOutside: (row, inForce) => outside.tombstones.appendHolds([lineOf(row, inForce)]),
  });

  const redating = createRedating({ database, clock, monotonic: outside.monotonic });
  const periods = createPeriodRecords({
    database,
    log: controllerLog,
    keys,
    clock,
    newId,
    simulate: createSimulator({ database, clock, ahead: redating.ahead }),
  });

  const sessions = createSessions({
    database,
    ledger,
    keys,
    clock,
    limitsOf: (controller) => ({ maxPhotos: limitsOf(controller).photosPerSession }),
    heldOf: holds.of,
    restrictedOf: restrictions.of,
    periodsOf: periods.mustFind,
    erasePhoto: photos.finish,
  });
  const erasure = createSessionErasure({
    database,
    sessions,
    keys,
    clock,
    log: controllerLog,
    photos,
    heldOf: holds.of,
    eraseMedia: intake.erase,
  });
  const start = createStart({
    sessions,
    clock,
    newId,
    lookupKey,
    hasRoom,
    languagesOf: (controller) => controllerOf(controller).languages,
    matchRequired: (controller) => controllerOf(controller).match.required,
    words: content.words,
    periodVersion: (controller) => periods.current(controller).version,
  });

  return {
    onFault,
    lookupKey,
    controllerOf,
    limitsOf,
    hasRoom,
    identity,
    library,
    ledger,
    keys,
    controllerLog,
    guard,
    sanitiser,
    rows,
    intake,
    reader,
    photos,
    holds,
    restrictions,
    shield,
    periods,
    redating,
    sessions,
    erasure,
    start,
  };
}

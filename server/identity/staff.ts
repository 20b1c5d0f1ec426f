/** Who works here, as the rest of the server sees them. */
import type { StaffRole } from '../../protocol/http.ts';
import type { AccountRow } from '../database.ts';

export interface Staff {
  /** The pseudonymous id that stands in events and entries. */
  readonly id: string;
  readonly login: string;
  /** Full display name; callers see the first word. */
  readonly name: string;
  readonly role: StaffRole;
  /** Key of the controller; staff never see another one's sessions. */
  readonly controller: string;
}

export function staffFrom(row: Pick<AccountRow, 'id' | 'login' | 'name' | 'role' | 'controller'>): Staff {
  return { id: row.id, login: row.login, name: row.name, role: row.role, controller: row.controller };
}

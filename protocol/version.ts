/**
 * Version of the wire contract. A client says it in its handshake; another one is told to reload
 * (`protocol_outdated`) and comes back to its state through its cursor.
 */
export const PROTOCOL_VERSION = 1;

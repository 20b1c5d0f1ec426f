let clients = 0;

/** Each request comes from an address of its own, so that no limit per client stands in for a refusal. */
export function newClient(): string {
  clients += 1;
  return `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`;
}

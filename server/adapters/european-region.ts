/**
 * Content may be stored within the EU and EEA only (the service's own terms). These are AWS's regions there.
 * London (eu-west-2) and Zurich (eu-central-2) carry `eu` in their names and lie outside both.
 */
export const EUROPEAN_REGIONS = [
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-3',
] as const;

/** Content would be stored outside the EU and EEA; the message says what to change. */
export class RegionError extends Error {
  override readonly name = 'RegionError';
}

export interface RegionExceptions {
  /** Address of an S3-compatible service; absent for AWS itself. */
  readonly endpoint?: string;
  /** Where such a service's data lie and who says so. Such a service names its region as it likes. */
  readonly exception?: string;
}

/**
 * Throws, naming what to change, unless objects put there stay in the EU or EEA. A service that is not AWS
 * passes only with an explicit, named exception; an exception never lets an AWS region pass.
 */
export function assertEuropeanRegion(region: string, { endpoint, exception }: RegionExceptions = {}): void {
  const host = endpoint === undefined ? undefined : new URL(endpoint).hostname;
  if (host !== undefined && !isAws(host)) {
    if (exception?.trim()) return;
    throw new RegionError(`the store at ${host} is not AWS: name the exception that says where its data lie`);
  }
  if (exception !== undefined)
    throw new RegionError('a region exception is for S3-compatible endpoints only, not for AWS');
  if (!EUROPEAN_REGIONS.some((each) => each === region)) {
    throw new RegionError(
      `region ${region} is outside the EU and EEA; allowed: ${EUROPEAN_REGIONS.join(', ')}`,
    );
  }
  if (host !== undefined && !host.split('.').includes(region)) {
    throw new RegionError(`the endpoint ${host} is not in region ${region}`);
  }
}

function isAws(host: string): boolean {
  return /(^|\.)(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws)$/.test(host);
}

/** What `cdk` runs: `npx cdk synth`, with `-c region=eu-north-1` and `-c account=...` if they are known. */
import { storageApp } from './storage.ts';

storageApp().app.synth();

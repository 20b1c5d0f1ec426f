/** A quiet way to the form; its part of the console is loaded when it is opened. */
import { useState } from 'preact/hooks';
import type { Me } from '../../protocol/http.ts';
import { Button } from '../parts/button.tsx';
import { messages } from '../text/language.ts';
import { deskWords } from './words.ts';

type Form = typeof import('./form.tsx').ConsentForm;

export function ConsentDoor({ me }: { me: Me }) {
  const [form, keep] = useState<{ readonly Form: Form } | 'failed' | undefined>(undefined);
  if (form === 'failed') return <p class="soft">{messages.value.offline}</p>;
  if (form) return <form.Form me={me} onClose={() => keep(undefined)} />;
  return (
    <Button
      small
      kind="quiet"
      onClick={() => {
        import('./form.tsx').then(
          ({ ConsentForm }) => keep({ Form: ConsentForm }),
          () => keep('failed'),
        );
      }}
    >
      {deskWords.value.open}
    </Button>
  );
}

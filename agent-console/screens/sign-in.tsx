import { useSignal } from '@preact/signals';
import { signIn } from '../model/account.ts';
import { LanguageSwitch } from '../parts/language-switch.tsx';
import { messages } from '../text/language.ts';

/** `over`: the agent was signed in on this page, and the sign-in ran out. */
export function SignInScreen({ over }: { over: boolean }) {
  const busy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const { signIn: text, product } = messages.value;

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement) || busy.value) return;
    const fields = new FormData(event.currentTarget);
    busy.value = true;
    problem.value = undefined;
    const answer = await signIn(String(fields.get('login')).trim(), String(fields.get('password')));
    busy.value = false;
    if (!answer.ok) problem.value = answer.sentence;
  }

  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <div class="sign-in-top">
          <p class="brand-line">{product}</p>
          <LanguageSwitch />
        </div>
        <h1>{text.title}</h1>
        <p class="soft">{over ? text.over : text.lead}</p>
        <form onSubmit={(event) => void submit(event)}>
          <label class="field">
            <span>{text.login}</span>
            <input
              name="login"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              autofocus
            />
          </label>
          <label class="field">
            <span>{text.password}</span>
            <input name="password" type="password" autocomplete="current-password" required />
          </label>
          <p class="refusal" role="alert">
            {problem.value}
          </p>
          <button type="submit" class="button main large" disabled={busy.value}>
            {busy.value ? text.busy : text.submit}
          </button>
        </form>
      </div>
    </main>
  );
}

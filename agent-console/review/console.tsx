/** The reviewer's console: what waits for a decision on top, then one of its pages. */
import { useEffect } from 'preact/hooks';
import type { Me } from '../../protocol/http.ts';
import { writeTitle } from '../model/attention.ts';
import { messages } from '../text/language.ts';
import { BreachPage } from './breach/page.tsx';
import { CertificatePage } from './certificate/page.tsx';
import { ConsentsPage } from './consents/page.tsx';
import { EntryPage } from './entry.tsx';
import { HealthPage } from './health/page.tsx';
import { HoldsPage } from './holds.tsx';
import { LogPage } from './log.tsx';
import { open, PAGES, pathOf, problem, useFresh } from './model.ts';
import { PeriodsPage } from './periods/page.tsx';
import { QueueItemPage } from './queue/item.tsx';
import { QueuePage } from './queue/queue.tsx';
import { RecordPage } from './record/page.tsx';
import { RequestPage } from './requests/one.tsx';
import { RequestsPage } from './requests/page.tsx';
import { SessionPage } from './session.tsx';
import { SessionsPage } from './sessions.tsx';
import styles from './style.css?url';
import { SummaryPage } from './summary.tsx';
import { Waiting } from './waiting.tsx';
import { words } from './words.ts';

/** The stylesheet comes with this part of the console, and stays. */
function wearStyles(): void {
  if (document.head.querySelector(`link[href="${styles}"]`)) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = styles;
  document.head.append(link);
}

wearStyles();

export function ReviewConsole({ me, path }: { me: Me; path: string }) {
  const text = words.value;
  useFresh();
  useEffect(() => {
    problem.value = undefined;
    writeTitle(`${text.title} · ${messages.value.product}`, 0);
  }, [text, path]);
  const [page = '', id] = path.split('/');
  return (
    <main id="content" class="review">
      <nav class="review-nav" aria-label={text.nav.label}>
        {PAGES.map((one) => (
          <a
            key={one}
            href={`/agent/review/${pathOf(one)}`}
            aria-current={pathOf(one) === page ? 'page' : undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              open(pathOf(one));
            }}
          >
            {text.nav[one]}
          </a>
        ))}
      </nav>
      <Waiting />
      <p class="refusal" role="alert">
        {problem.value}
      </p>
      {page === 'session' && id ? (
        <SessionPage key={id} me={me} session={id} />
      ) : (
        <Screen me={me} page={page} id={id} />
      )}
    </main>
  );
}

function Screen({ me, page, id }: { me: Me; page: string; id: string | undefined }) {
  switch (page) {
    case 'queue':
      return id ? <QueueItemPage key={id} id={id} /> : <QueuePage />;
    case 'summary':
      return <SummaryPage />;
    case 'log':
      return id ? <EntryPage key={id} seq={id} /> : <LogPage />;
    case 'certificate':
      return id ? <CertificatePage key={id} me={me} seq={id} /> : <LogPage />;
    case 'holds':
      return <HoldsPage />;
    case 'periods':
      return <PeriodsPage />;
    case 'health':
      return <HealthPage />;
    case 'consents':
      return <ConsentsPage />;
    case 'requests':
      return id ? <RequestPage key={id} me={me} id={id} /> : <RequestsPage />;
    case 'record':
      return <RecordPage />;
    case 'breach':
      return <BreachPage />;
    default:
      return <SessionsPage me={me} />;
  }
}

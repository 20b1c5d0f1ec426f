/** GET /problems/:code: what a problem's `type` names (RFC 9457 section 3.1.1), in every language. */
import { Router } from 'express';
import { ERROR_CODES } from '../../protocol/errors.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import { escapeHtml } from '../content/markdown.ts';
import { REVALIDATE } from './asset.ts';
import { setCsp } from './headers.ts';
import { createLayout } from './page.ts';
import { HttpRefusal, statusOf } from './problem.ts';
import { sentence } from './sentences.ts';

export function problemPages(): Router {
  const router = Router();
  const layout = createLayout();

  router.get('/problems/:code', (req, res) => {
    const code = ERROR_CODES.find((known) => known === req.params.code);
    if (!code) throw new HttpRefusal('not_found');
    const sentences = LANGUAGES.map(
      (language) => `<p lang="${language}">${escapeHtml(sentence(code, language))}</p>`,
    );
    setCsp(res, layout.csp);
    res.set('cache-control', REVALIDATE).type('html');
    res.send(
      layout.render({
        language: 'en',
        title: code,
        heading: 'Zvana asistents',
        languages: [],
        body: `<h1>${code}</h1>\n${sentences.join('\n')}`,
        footer: `<p>HTTP ${statusOf(code)}</p>`,
      }),
    );
  });

  return router;
}

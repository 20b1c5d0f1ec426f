import { render } from 'preact';
import { App } from './app.tsx';
import { checkAccount } from './model/account.ts';

const root = document.getElementById('console');
if (root) {
  render(<App />, root);
  void checkAccount();
}

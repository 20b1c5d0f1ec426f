/**
 * What the real server is compared with: Socket.IO relaying messages within rooms and answering them, and
 * nothing else. The options are those of `server/realtime/realtime.ts`.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, {
  serveClient: false,
  transports: ['websocket', 'polling'],
  maxHttpBufferSize: 32_000,
  perMessageDeflate: false,
  httpCompression: false,
  pingInterval: 10_000,
  pingTimeout: 10_000,
});
io.on('connection', (socket) => {
  const { room } = socket.handshake.auth;
  socket.join(room);
  socket.on('command', (message, answer) => {
    socket.to(room).emit('events', message);
    answer({ ok: true });
  });
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const address = http.address();
if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
process.stdout.write(`Listening on http://127.0.0.1:${address.port}\n`);

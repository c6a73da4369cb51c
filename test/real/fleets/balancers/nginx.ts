import type { Backend, Balancer } from './balancer.ts'

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

/** Without the checks that only its paid version has: a server is left out when a connection to it fails. */
export const nginx: Balancer = {
  name: 'nginx',
  program: 'nginx',
  config: configOf,
  args: (folder, config) => ['-p', folder, '-c', config, '-e', 'stderr'],
  // Its own errors, and what it makes of a connection that ends before the answer's head.
  adds: ['http_5xx', 'rejected', 'truncated'],
  // Nothing tells it of a server that accepts and is silent.
  evicts: ['kill', 'drain'],
  answers: 'short',
  holdsBack: false,
}

/** Who was tried last is who answered, or failed to. */
function configOf(port: number, backends: readonly Backend[]): string {
  return `daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
${TEMPORARY.map((what) => `  ${what}_temp_path ${what};`).join('\n')}
  upstream fleet {
    least_conn;
${backends.map((backend) => `    server 127.0.0.1:${backend.port} fail_timeout=2s;`).join('\n')}
  }
  map $upstream_addr $replica {
${backends.map((backend) => `    ~:${backend.port}$ ${backend.name};`).join('\n')}
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://fleet;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_connect_timeout 1s;
      add_header X-Replica $replica always;
    }
  }
}
`
}

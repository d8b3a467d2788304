// A worker of either peer, driven by environment variables, reporting over IPC.
//   PEER=pg-boss|graphile DB=name CONC=10 WORK_MS=3000; pg-boss: NOTIFY=0|1 POLL=seconds
import { dbUrl, now, number, sleep } from './lib.mjs'

const { PEER, DB } = process.env
const conc = number('CONC', 10); const workMs = number('WORK_MS', 3000)
const tell = message => process.connected && process.send(message, () => {})

async function handle (id, attempt, data) {
  const at = now()
  if (data?.sentAt) return tell({ ev: 'latency', ms: at - data.sentAt })
  tell({ ev: 'start', id, attempt, at })
  if (workMs > 0) await sleep(workMs)
  tell({ ev: 'end', id, at: now() })
}

if (PEER === 'pg-boss') {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({ connectionString: dbUrl(DB), max: conc + 2, useListenNotify: !!number('NOTIFY', 0) })
  boss.on('error', error => console.error(error.message))
  await boss.start()
  await boss.work('bench', { localConcurrency: conc, pollingIntervalSeconds: number('POLL', 2), includeMetadata: true },
    async ([job]) => handle(job.id, job.retryCount, job.data))
} else {
  const { run, Logger } = await import('graphile-worker')
  const runner = await run({
    preset: { worker: { connectionString: dbUrl(DB), maxPoolSize: conc + 2, concurrentJobs: conc } },
    noHandleSignals: true, logger: new Logger(() => () => {}), parsedCronItems: [],
    taskList: { bench: (data, h) => handle(h.job.id, h.job.attempts, data) }
  })
  runner.promise.catch(() => {})
}
tell({ ev: 'ready', at: now() })

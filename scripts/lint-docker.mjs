// Checks what Docker is given without Docker: Dockerfile, .dockerignore, docker-compose.yml and .env.example.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { validate } from 'dockerfile-utils'
import { parseDocument } from 'yaml'

const root = dirname(import.meta.dirname)
const read = (name) => readFileSync(join(root, name), 'utf8')
const problems = []
const must = (holds, sentence) => holds || problems.push(sentence)

const dockerfile = read('Dockerfile')
for (const { range, message } of validate(dockerfile)) problems.push(`Dockerfile:${range.start.line + 1}: ${message}`)
const instructions = dockerfile
  .replaceAll(/^\s*#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter(Boolean)
const of = (name) =>
  instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))
const stages = of('FROM').map((line) => line.split(/\s+as\s+/i))
const names = new Set(stages.map(([, name]) => name))
const node = read('.nvmrc').trim()
must(stages.length > 1, 'Dockerfile: build in a stage of its own, so that compilers stay out of the image.')
for (const [image] of stages)
  must(
    names.has(image) || image.startsWith(`node:${node}-`),
    `Dockerfile: FROM ${image} is not the Node of .nvmrc (${node}).`,
  )
const user = of('USER').at(-1)
must(user && !['root', '0'].includes(user), 'Dockerfile: the image must not run as root: add USER.')
must(of('HEALTHCHECK').length === 1, 'Dockerfile: one HEALTHCHECK, please.')
must(/^CMD \[/m.test(dockerfile), 'Dockerfile: CMD must be a list, or signals do not reach Node.')

const allowed = new Set(
  read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1)),
)
for (const line of of('COPY')) {
  if (line.includes('--from=')) continue
  for (const source of line.split(' ').slice(0, -1)) {
    must(existsSync(join(root, source)), `Dockerfile: COPY ${source}: there is no such file.`)
    must(allowed.has(source), `.dockerignore: ${source} is left out, but the Dockerfile copies it.`)
  }
}

const document = parseDocument(read('docker-compose.yml'), { uniqueKeys: true })
for (const { message } of [...document.errors, ...document.warnings]) problems.push(`docker-compose.yml: ${message}`)
const compose = document.toJS() ?? {}
for (const [name, service] of Object.entries(compose.services ?? {})) {
  const at = `docker-compose.yml: ${name}:`
  must(service.healthcheck, `${at} add a healthcheck.`)
  must(
    service.image && !/:latest$|^[^:]+$/.test(service.image) === !service.build,
    `${at} name the version of the image.`,
  )
  for (const other of Object.keys(service.depends_on ?? {}))
    must(compose.services[other], `${at} depends on ${other}, which is not there.`)
  for (const volume of service.volumes ?? []) {
    const [source] = volume.split(':')
    must(/^[./]/.test(source) || source in (compose.volumes ?? {}), `${at} the volume ${source} is not declared.`)
  }
  for (const config of service.configs ?? [])
    must(config.source in (compose.configs ?? {}), `${at} the config ${config.source} is not declared.`)
  for (const port of service.ports ?? [])
    must(port.startsWith('127.0.0.1:'), `${at} port ${port} is open to the network: put a proxy in front instead.`)
}

const example = read('.env.example')
const isDescribed = (name) => new RegExp(`^(# )?${name}=`, 'm').test(example)
for (const [, name] of read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g))
  must(isDescribed(name), `.env.example: describe ${name}, which docker-compose.yml reads.`)
for (const [, name] of read('src/platform/config/settings.ts').matchAll(/(?:value|databaseAt|yesOrNo)\('([A-Z_]+)'/g))
  must(isDescribed(name), `.env.example: describe ${name}, which Plenary reads.`)

for (const problem of problems) console.error(problem)
if (!problems.length) console.log('Dockerfile, .dockerignore, docker-compose.yml and .env.example are in order.')
process.exitCode = problems.length ? 1 : 0

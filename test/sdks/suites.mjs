// How the test suite of each of MTN's SDKs is run, with its own configuration file filled in, and nothing else changed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJest, readJunit } from './report.mjs'

/** Where Debian's packages put libraries for Java. */
const jars = '/usr/share/java'

function must(program, args, options) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', ...options })
  if (status !== 0)
    throw new Error(`${program} ${args[0]}…: ${error?.message ?? `${stdout}${stderr}`.slice(-2_000)}`)
}

function filesUnder(folder, ending) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
}

/** The request to pay that the refunds of the SDK for PHP name. */
const refunded = 'ce20fe55-fc5c-4a50-8d5a-43a85e67f928'

/** Each: the repository, what prepares a copy of it, the command that is sealed, and what it reported. */
export const suites = {
  java: {
    repository: 'MTN-Group/MoMoAPIs_Java_sdk',
    prepare(copy, { user, keys, callbackUrl }) {
      const sdk = join(copy, 'momoapi-java-sdk')
      const own = {
        REFERENCE_ID: user.id,
        API_KEY: user.apiKey,
        CALLBACK_URL: callbackUrl,
        COLLECTION_SUBSCRIPTION_KEY: keys.collection,
        DISBURSEMENT_SUBSCRIPTION_KEY: keys.disbursement,
        REMITTANCE_SUBSCRIPTION_KEY: keys.remittance,
      }
      const lines = Object.entries(own).map(([name, value]) => `${name}=${value}`)
      writeFileSync(join(sdk, 'src/test/resources/config.properties'), `${lines.join('\n')}\n`)
      const libraries = [
        'gson',
        'junit-jupiter-api',
        'junit-platform-commons',
        'opentest4j',
        'apiguardian-api',
      ]
      const path = [join(sdk, 'built'), ...libraries.map((name) => join(jars, `${name}.jar`))].join(':')
      mkdirSync(join(sdk, 'built'))
      const sources = [
        ...filesUnder(join(sdk, 'src/main/java'), '.java'),
        ...['config', 'integration'].flatMap((name) =>
          filesUnder(join(sdk, 'src/test/java/com/momo/api', name), '.java'),
        ),
      ]
      must('javac', ['-nowarn', '-encoding', 'UTF-8', '-d', join(sdk, 'built'), '-cp', path, ...sources])
      const launcher = [
        'junit-platform-console',
        'junit-platform-reporting',
        'junit-platform-launcher',
        'junit-platform-engine',
        'junit-jupiter-engine',
        'opentest4j-reporting-events',
        'opentest4j-reporting-schema',
        'picocli',
      ]
        .map((name) => join(jars, `${name}.jar`))
        .filter(existsSync)
      // A truststore of its own, where the run sets none.
      const script = `case "$JAVA_TOOL_OPTIONS" in *trustStore*) ;; *)
        keytool -importcert -noprompt -alias payersim -file "$NODE_EXTRA_CA_CERTS" -keystore trust.p12 -storepass changeit
        export JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit" ;; esac
        exec java -cp "${[path, ...launcher].join(':')}" org.junit.platform.console.ConsoleLauncher \
          --select-package com.momo.api.integration --disable-banner --details none --reports-dir reports`
      return { command: ['sh', '-c', script], cwd: sdk }
    },
    read: ({ cwd }) => readJunit(join(cwd, 'reports/TEST-junit-jupiter.xml')),
  },
  php: {
    repository: 'MTN-Group/MoMoAPIs_Php_sdk',
    // Its tests ask for orders that its authors had made in MTN's sandbox.
    orders: [
      ['collection', 'requesttopay', '5a4d4807-fa36-41f8-b7c7-6e7911df9a12'],
      ['collection', 'requesttopay', 'ba3f54b1-3105-486b-9185-5f2737a377a4'],
      ['disbursement', 'transfer', '62e6e29b-4a3d-46e7-92c9-2c25473117cf'],
      ['remittance', 'transfer', 'f47e80b6-9c21-40a1-82d6-a2051505fdb3'],
      ['collection', 'requesttowithdraw', 'a80dbde9-97c8-4ed5-92db-5e4465feba59'],
      ['disbursement', 'deposit', '2a058e01-6120-413c-85ce-26b892493728'],
      // What is refunded.
      ['collection', 'requesttopay', refunded],
      [
        'disbursement',
        'refund',
        '547bd2f0-daf0-4038-b079-29b03c57e9da',
        { amount: '1', referenceIdToRefund: refunded },
      ],
    ],
    prepare(copy, { user, keys }) {
      const own = {
        reference_id: user.id,
        collection_subscription_key: keys.collection,
        disbursement_subscription_key: keys.disbursement,
        remittance_subscription_key: keys.remittance,
        momo_api_key: user.apiKey,
        target_environment: 'sandbox',
      }
      const lines = Object.entries(own).map(([name, value]) => `${name}=${value}`)
      writeFileSync(join(copy, 'config.env'), `${lines.join('\n')}\n`)
      // Stands for Composer's, with the one class that the tests' extension asks of it.
      mkdirSync(join(copy, 'vendor'))
      writeFileSync(
        join(copy, 'vendor/autoload.php'),
        `<?php
namespace Dotenv;

class Dotenv {
    private function __construct(private string $path) {}
    public static function createImmutable(string $folder, string $name): self { return new self("$folder/$name"); }
    public function load(): void { $_ENV = array_merge($_ENV, parse_ini_file($this->path, false, INI_SCANNER_RAW)); }
}
`,
      )
      const roots = ['-d', 'curl.cainfo=$CURL_CA_BUNDLE', '-d', 'openssl.cafile=$CURL_CA_BUNDLE']
      const script = `exec php ${roots.map((word) => `"${word}"`).join(' ')} "$(command -v phpunit)" --log-junit report.xml`
      // Its phpunit.xml leaves these out of the suite that has the others.
      const folders = ['tests/Integration/src']
      return { command: ['sh', '-c', `${script} ${folders.join(' ')}`], cwd: copy }
    },
    read: ({ cwd }) => readJunit(join(cwd, 'report.xml')),
  },
  node: {
    repository: 'MTN-Group/MoMoAPIs_Nodejs_sdk',
    prepare(copy, { user, keys, callbackUrl }) {
      const own = { CALLBACK_URL: callbackUrl, ENV_TYPE: 'sandbox', SECURITY_OPTION: 'DEVELOPMENT_LEVEL' }
      for (const [product, key] of Object.entries(keys)) {
        const name = product.toUpperCase()
        own[`X_REFERENCE_ID_${name}`] = user.id
        own[`API_KEY_${name}`] = user.apiKey
        own[`SUBSCRIPTION_KEY_${name}`] = key
        own[`SUBSCRIPTION_KEY_${name}_2`] = key
      }
      writeFileSync(
        join(copy, '.env'),
        Object.entries(own)
          .map(([name, value]) => `${name}="${value}"\n`)
          .join(''),
      )
      must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: copy })
      const jest = ['node', 'node_modules/jest/bin/jest.js', '--runInBand', '--forceExit']
      return { command: [...jest, '--json', '--outputFile=report.json', 'test/integration'], cwd: copy }
    },
    read: ({ cwd }) => readJest(join(cwd, 'report.json')),
  },
  javascript: {
    repository: 'MTN-Group/MoMoAPIs_Javascript_sdk',
    prepare(copy) {
      // Of what its package.json names, that by which its tests run.
      must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: copy })
      const jest = ['node', 'node_modules/jest/bin/jest.js', '--runInBand', '--forceExit', '--env=jsdom']
      return { command: [...jest, '--json', '--outputFile=report.json', 'tests/units'], cwd: copy }
    },
    read: ({ cwd }) => readJest(join(cwd, 'report.json')),
  },
}

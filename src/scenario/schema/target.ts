import { z } from 'zod'
import { PROTOCOLS, TRANSPORTS } from '../../model/scenario.ts'

const apiKey = z
  .strictObject({
    env: z.string().min(1).optional().describe('Name of the environment variable that holds the key.'),
    file: z.string().min(1).optional().describe('File that holds the key.'),
  })
  .describe('Where the API key is, which is sent as a bearer token. The key itself never stands in a scenario.')

const tls = z
  .strictObject({
    ca: z.string().min(1).optional().describe('PEM file of the certificate authority to trust.'),
    cert: z.string().min(1).optional().describe('PEM file of the client certificate.'),
    key: z.string().min(1).optional().describe('PEM file of the client certificate’s key.'),
    insecure: z.boolean().optional().describe('Accept any certificate. Default false.'),
  })
  .describe('TLS settings of an https target.')

export const target = z
  .strictObject({
    name: z.string().min(1).optional().describe('Name of the replica in log and report. Default: host and port.'),
    url: z.string().min(1).describe('http or https URL of the server, with its base path if it has one.'),
    protocol: z.enum(PROTOCOLS).optional().describe('What the server speaks. Default openai-chat.'),
    model: z.string().min(1).optional().describe('Model to ask for, as the server names it.'),
    transport: z.enum(TRANSPORTS).optional().describe('HTTP client. Default http1, for https undici.'),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe(`Further request headers. Values that are secrets are written \${env:NAME}.`),
    apiKey: apiKey.optional(),
    tls: tls.optional(),
  })
  .describe('One server.')

export const targets = z
  .union([target, z.array(target).min(1)], { error: 'expected a target (a mapping with a url) or a list of targets' })
  .describe('The servers under test: one, or a list of them.')

export type TargetFile = z.output<typeof target>

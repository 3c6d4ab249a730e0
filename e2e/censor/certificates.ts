/** Certificates made at run time, of the size and shape that public hosts serve: leaf and intermediate on P-256. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, identifier, integer, octets, sequence, set, tagged, text, time, yes } from './der.ts';

/** A certificate that can sign others, or serve. */
export interface Certificate {
  der: Buffer;
  key: KeyObject;
  subject: Buffer;
}

/** What a TLS server is given, and what a browser may be told to trust. */
export interface ServerCertificate {
  /** PEM: leaf and intermediate. */
  cert: string;
  /** PEM, PKCS8. */
  key: string;
  /** Base64 of SHA-256 over the leaf's public key, for `--ignore-certificate-errors-spki-list`. */
  spki: string;
}

const DAY_MS = 86_400_000;
const ECDSA_SHA256 = sequence(identifier('1.2.840.10045.4.3.2'));
const SERVER_AUTH = identifier('1.3.6.1.5.5.7.3.1');
const CLIENT_AUTH = identifier('1.3.6.1.5.5.7.3.2');

/**
 * Hosts with OpenSSL 3.5 answer with the post-quantum key share that Chromium offers. Where this Node's OpenSSL
 * cannot, the leaf carries as many bytes more, so that what a connection weighs is what it weighs out there.
 */
const KEY_SHARE_BYTES = 1_089;

const hasPostQuantum = () => {
  const [major = 0, minor = 0] = process.versions.openssl.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 5);
};

/** A certificate authority of one's own. */
export function makeAuthority(commonName: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(commonName);
  const der = certify({
    subject,
    publicKey,
    issuer: { key: privateKey, subject },
    days: 3_650,
    extensions: [authority(), keyUsage(0x06, 1), keyIdentifier(publicKey)],
  });
  return { der, key: privateKey, subject };
}

/** An authority that another vouches for, with the extensions that public ones carry. */
export function makeIntermediate(commonName: string, root: Certificate): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(commonName);
  const der = certify({
    subject,
    publicKey,
    issuer: root,
    days: 1_000,
    extensions: [
      authority(0),
      keyUsage(0x86, 1),
      extension('2.5.29.37', false, sequence(SERVER_AUTH, CLIENT_AUTH)),
      keyIdentifier(publicKey),
      addresses('http://crl.authority.test/root.crl'),
      policies(),
      // As long as the RSA signature that the intermediates of public authorities bear.
      filler(450),
    ],
  });
  return { der, key: privateKey, subject };
}

/** A server's certificate for these host names. `intermediate` null: self-signed, as a block page's is. */
export function makeServerCertificate(
  names: readonly [string, ...string[]],
  intermediate: Certificate | null,
): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(names[0]);
  const alternatives = names.map((name) => tagged(2, Buffer.from(name), false));
  const der = certify({
    subject,
    publicKey,
    issuer: intermediate ?? { key: privateKey, subject },
    days: 90,
    extensions: [
      extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7)),
      extension('2.5.29.37', false, sequence(SERVER_AUTH)),
      extension('2.5.29.17', false, sequence(...alternatives)),
      keyIdentifier(publicKey),
      addresses('http://crl.authority.test/leaf.crl'),
      policies(),
      // Two receipts of certificate logs.
      filler(240),
      ...(hasPostQuantum() ? [] : [filler(KEY_SHARE_BYTES - 20, 2)]),
    ],
  });
  return {
    cert: [der, ...(intermediate ? [intermediate.der] : [])].map(pem).join(''),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    spki: createHash('sha256').update(spkiOf(publicKey)).digest('base64'),
  };
}

/** DER as PEM. */
export function pem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function certify(options: {
  subject: Buffer;
  publicKey: KeyObject;
  issuer: Pick<Certificate, 'key' | 'subject'>;
  days: number;
  extensions: Buffer[];
}): Buffer {
  const { subject, publicKey, issuer, days, extensions } = options;
  // A day back, for clocks that are late.
  const from = Date.now() - DAY_MS;
  const body = sequence(
    tagged(0, integer(2)),
    integer(Buffer.concat([Buffer.from([0x4a]), randomBytes(15)])),
    ECDSA_SHA256,
    issuer.subject,
    sequence(time(from), time(from + days * DAY_MS)),
    subject,
    spkiOf(publicKey),
    tagged(3, sequence(...extensions)),
  );
  return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, issuer.key)));
}

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const nameOf = (commonName: string) => sequence(set(sequence(identifier('2.5.4.3'), text(commonName))));

const extension = (id: string, critical: boolean, value: Uint8Array) =>
  sequence(identifier(id), ...(critical ? [yes()] : []), octets(value));

const authority = (below?: number) =>
  extension('2.5.29.19', true, sequence(yes(), ...(below === undefined ? [] : [integer(below)])));

const keyUsage = (mask: number, unused: number) =>
  extension('2.5.29.15', true, bits(Buffer.from([mask]), unused));

const keyIdentifier = (key: KeyObject) =>
  extension('2.5.29.14', false, octets(createHash('sha1').update(spkiOf(key)).digest()));

/** Where the issuer's list of withdrawn certificates is said to lie; nobody asks there. */
const addresses = (url: string) =>
  extension('2.5.29.31', false, sequence(sequence(tagged(0, tagged(0, tagged(6, Buffer.from(url), false))))));

const policies = () => extension('2.5.29.32', false, sequence(sequence(identifier('2.23.140.1.2.1'))));

/** An extension that nobody knows, to bring a certificate to its size. */
const filler = (bytes: number, n = 1) =>
  extension(`1.3.6.1.4.1.55555.${n}`, false, octets(randomBytes(bytes)));

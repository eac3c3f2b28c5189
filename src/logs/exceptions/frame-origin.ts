/** Packages of Flink, the JVM and the libraries that most jobs use. */
const libraryPackages = [
  ...['java.', 'javax.', 'jdk.', 'sun.', 'com.sun.', 'scala.', 'kotlin.', 'akka.', 'org.apache.', 'io.netty.'],
  ...['com.google.common.', 'com.fasterxml.jackson.', 'com.esotericsoftware.kryo.', 'com.twitter.chill.'],
  ...['org.slf4j.', 'ch.qos.logback.', 'org.rocksdb.', 'org.codehaus.', 'io.fabric8.', 'okhttp3.', 'okio.'],
  ...['software.amazon.', 'com.amazonaws.', 'com.azure.', 'com.google.cloud.', 'io.grpc.', 'reactor.'],
  ...['com.zaxxer.hikari.', 'org.postgresql.', 'com.mysql.', 'oracle.jdbc.', 'org.springframework.'],
] as const;
/** Flink's example jobs have a Flink package, but are user code. */
const flinkExample = /^org\.apache\.flink\.(?:\w+\.)*examples\./;
/** The package, class and method, without the class loader and module: `at app//java.base/java.lang.Thread.run(`. */
const frame = /^\s+at (?:[\w.@-]*\/){0,3}([\w$.]+)/;

/** Whether a stack frame is in user code; false for other lines, such as `... 12 more`. */
export function isUserFrame(line: string): boolean {
  const method = frame.exec(line)?.[1];
  if (method === undefined) return false;
  return !libraryPackages.some((name) => method.startsWith(name)) || flinkExample.test(method);
}

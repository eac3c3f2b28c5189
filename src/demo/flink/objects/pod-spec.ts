import {
  type ClusterSettings,
  commandLineOptions,
  image,
  jobManagerMemory,
  mainContainer,
  restPort,
  taskManagerMemory,
} from '../settings.ts';
import { consoleFile, mountedLoggingFiles } from './logging-files.ts';

const port = (name: string, containerPort: number) => ({ containerPort, name, protocol: 'TCP' });
const environment = (name: string, fieldPath: string) => ({
  name,
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
});
const fileItem = (key: string) => ({ key, path: key });

/** Requests and limits are equal, as in Flink's pods. */
function resources(memory: string) {
  return { limits: { cpu: '1', memory }, requests: { cpu: '1', memory } };
}

function podSpec(settings: ClusterSettings, restartPolicy: string, container: object, volumes: readonly object[]) {
  const configFiles = [...mountedLoggingFiles(settings), 'config.yaml'];
  return {
    containers: [
      {
        name: mainContainer,
        image: image(settings),
        imagePullPolicy: 'IfNotPresent',
        command: ['/docker-entrypoint.sh'],
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        ...container,
      },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy,
    schedulerName: 'default-scheduler',
    securityContext: {},
    serviceAccount: 'flink',
    serviceAccountName: 'flink',
    terminationGracePeriodSeconds: 30,
    volumes: [
      ...volumes,
      {
        configMap: {
          defaultMode: 420,
          items: configFiles.map(fileItem),
          name: `flink-config-${settings.clusterId}`,
        },
        name: 'flink-config-volume',
      },
    ],
  };
}

const configMount = { mountPath: '/opt/flink/conf', name: 'flink-config-volume' };

/** The kubelet updates the files of a mounted directory, but never a file that is mounted by `subPath`. */
const configMounts = ({ logging }: ClusterSettings) =>
  logging === 'subpath'
    ? [configMount, { ...configMount, mountPath: `${configMount.mountPath}/${consoleFile}`, subPath: consoleFile }]
    : [configMount];

export function jobManagerPodSpec(settings: ClusterSettings) {
  const properties = commandLineOptions(settings).map(([key, value]) => `-D${key}='${value}'`);
  const entrypoint =
    settings.mode === 'session'
      ? `kubernetes-jobmanager.sh kubernetes-session ${properties.join(' ')}`
      : `kubernetes-jobmanager.sh kubernetes-application --job-classname org.example.${settings.clusterId.replaceAll('-', '.')}.Main`;
  return podSpec(
    settings,
    'Always',
    {
      args: ['bash', '-c', entrypoint],
      env: [environment('_POD_IP_ADDRESS', 'status.podIP')],
      ports: [port('rest', restPort), port('jobmanager-rpc', 6123), port('blobserver', 6124)],
      resources: resources(jobManagerMemory.limit),
      volumeMounts: [{ mountPath: '/opt/flink/artifacts', name: 'user-artifacts-volume' }, ...configMounts(settings)],
    },
    [{ emptyDir: {}, name: 'user-artifacts-volume' }],
  );
}

export function taskManagerPodSpec(settings: ClusterSettings, name: string) {
  const { managedMemory, taskHeap, networkMemory } = taskManagerMemory;
  const options = [
    `-Dtaskmanager.resource-id='${name}'`,
    '-D taskmanager.cpu.cores=1.0',
    `-D taskmanager.memory.managed.size=${managedMemory}b`,
    `-D taskmanager.memory.task.heap.size=${taskHeap}b`,
    `-D taskmanager.memory.network.max=${networkMemory}b`,
    `-D taskmanager.numberOfTaskSlots=${settings.slotsPerTaskManager}`,
  ];
  return podSpec(
    settings,
    'Never',
    {
      args: ['bash', '-c', `kubernetes-taskmanager.sh ${options.join(' ')} `],
      env: [
        environment('_POD_NODE_ID', 'spec.nodeName'),
        {
          name: 'FLINK_TM_JVM_MEM_OPTS',
          value: '-Xmx536870902 -Xms536870902 -XX:MaxDirectMemorySize=268435458 -XX:MaxMetaspaceSize=268435456',
        },
      ],
      ports: [port('taskmanager-rpc', 6122)],
      resources: resources(taskManagerMemory.limit),
      volumeMounts: configMounts(settings),
    },
    [],
  );
}

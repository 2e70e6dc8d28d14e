/**
 * The types of the built-in kinds that are served, from the OpenAPI documents of Kubernetes 1.36: a
 * struct and its fields. `s` is a string, `i` an int32, `[Container/name]` a list whose items are known
 * by their names, `[s+]` a set, `{s}` a map; `!` is behind what appliers own whole. The other letters
 * are in go-types.ts.
 */
export const BUILT_IN_TYPES = `
AWSElasticBlockStoreVolumeSource fsType:s partition:i readOnly:b volumeID:s
Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
AppArmorProfile localhostProfile:s type:s
AttachedVolume devicePath:s name:s
AzureDiskVolumeSource cachingMode:s diskName:s diskURI:s fsType:s kind:s readOnly:b
AzureFileVolumeSource readOnly:b secretName:s shareName:s
CSIVolumeSource driver:s fsType:s nodePublishSecretRef:LocalObjectReference readOnly:b
  volumeAttributes:{s}
Capabilities add:[s] drop:[s]
CephFSVolumeSource monitors:[s] path:s readOnly:b secretFile:s secretRef:LocalObjectReference user:s
CinderVolumeSource fsType:s readOnly:b secretRef:LocalObjectReference volumeID:s
ClusterTrustBundleProjection labelSelector:LabelSelector name:s optional:b path:s signerName:s
ConfigMapEnvSource name:s optional:b
ConfigMapKeySelector! key:s name:s optional:b
ConfigMapNodeConfigSource kubeletConfigKey:s name:s namespace:s resourceVersion:s uid:u
ConfigMapProjection items:[KeyToPath] name:s optional:b
ConfigMapVolumeSource defaultMode:i items:[KeyToPath] name:s optional:b
Container args:[s] command:[s] env:[EnvVar/name] envFrom:[EnvFromSource] image:s imagePullPolicy:s
  lifecycle:Lifecycle livenessProbe:Probe name:s ports:[ContainerPort/containerPort,protocol]
  readinessProbe:Probe resizePolicy:[ContainerResizePolicy] resources:ResourceRequirements
  restartPolicy:s restartPolicyRules:[ContainerRestartRule] securityContext:SecurityContext
  startupProbe:Probe stdin:b stdinOnce:b terminationMessagePath:s terminationMessagePolicy:s tty:b
  volumeDevices:[VolumeDevice/devicePath] volumeMounts:[VolumeMount/mountPath] workingDir:s
ContainerExtendedResourceRequest containerName:s requestName:s resourceName:s
ContainerImage names:[s] sizeBytes:l
ContainerPort containerPort:i hostIP:s hostPort:i name:s protocol:s
ContainerResizePolicy resourceName:s restartPolicy:s
ContainerRestartRule action:s exitCodes:ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes operator:s values:[i+]
ContainerState running:ContainerStateRunning terminated:ContainerStateTerminated
  waiting:ContainerStateWaiting
ContainerStateRunning startedAt:T
ContainerStateTerminated containerID:s exitCode:i finishedAt:T message:s reason:s signal:i
  startedAt:T
ContainerStateWaiting message:s reason:s
ContainerStatus allocatedResources:{q} allocatedResourcesStatus:[ResourceStatus/name] containerID:s
  image:s imageID:s lastState:ContainerState name:s ready:b resources:ResourceRequirements
  restartCount:i started:b state:ContainerState stopSignal:s user:ContainerUser
  volumeMounts:[VolumeMountStatus/mountPath]
ContainerUser linux:LinuxContainerUser
CustomResourceColumnDefinition description:s format:s jsonPath:s name:s priority:i type:s
CustomResourceConversion strategy:s webhook:WebhookConversion
CustomResourceDefinition metadata:ObjectMeta spec:CustomResourceDefinitionSpec
  status:CustomResourceDefinitionStatus
CustomResourceDefinitionCondition lastTransitionTime:T message:s observedGeneration:l reason:s
  status:s type:s
CustomResourceDefinitionNames categories:[s] kind:s listKind:s plural:s shortNames:[s] singular:s
CustomResourceDefinitionSpec conversion:CustomResourceConversion group:s
  names:CustomResourceDefinitionNames preserveUnknownFields:b scope:s
  versions:[CustomResourceDefinitionVersion]
CustomResourceDefinitionStatus acceptedNames:CustomResourceDefinitionNames
  conditions:[CustomResourceDefinitionCondition/type] observedGeneration:l storedVersions:[s]
CustomResourceDefinitionVersion additionalPrinterColumns:[CustomResourceColumnDefinition]
  deprecated:b deprecationWarning:s name:s schema:CustomResourceValidation
  selectableFields:[SelectableField] served:b storage:b subresources:CustomResourceSubresources
CustomResourceSubresourceScale labelSelectorPath:s specReplicasPath:s statusReplicasPath:s
CustomResourceSubresourceStatus
CustomResourceSubresources scale:CustomResourceSubresourceScale
  status:CustomResourceSubresourceStatus
CustomResourceValidation openAPIV3Schema:JSONSchemaProps
DaemonEndpoint Port:i
DeleteOptions dryRun:[s] gracePeriodSeconds:l ignoreStoreReadErrorWithClusterBreakingPotential:b
  orphanDependents:b preconditions:Preconditions propagationPolicy:p
DownwardAPIProjection items:[DownwardAPIVolumeFile]
DownwardAPIVolumeFile fieldRef:ObjectFieldSelector mode:i path:s
  resourceFieldRef:ResourceFieldSelector
DownwardAPIVolumeSource defaultMode:i items:[DownwardAPIVolumeFile]
EmptyDirVolumeSource medium:s sizeLimit:q
EnvFromSource configMapRef:ConfigMapEnvSource prefix:s secretRef:SecretEnvSource
EnvVar name:s value:s valueFrom:EnvVarSource
EnvVarSource configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector
  fileKeyRef:FileKeySelector resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
EphemeralContainer args:[s] command:[s] env:[EnvVar/name] envFrom:[EnvFromSource] image:s
  imagePullPolicy:s lifecycle:Lifecycle livenessProbe:Probe name:s
  ports:[ContainerPort/containerPort,protocol] readinessProbe:Probe
  resizePolicy:[ContainerResizePolicy] resources:ResourceRequirements restartPolicy:s
  restartPolicyRules:[ContainerRestartRule] securityContext:SecurityContext startupProbe:Probe
  stdin:b stdinOnce:b targetContainerName:s terminationMessagePath:s terminationMessagePolicy:s
  tty:b volumeDevices:[VolumeDevice/devicePath] volumeMounts:[VolumeMount/mountPath] workingDir:s
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
Event action:s count:i eventTime:M firstTimestamp:T involvedObject:ObjectReference lastTimestamp:T
  message:s metadata:ObjectMeta reason:s related:ObjectReference reportingComponent:s
  reportingInstance:s series:EventSeries source:EventSource type:s
EventSeries count:i lastObservedTime:M
EventSource component:s host:s
events.Event action:s deprecatedCount:i deprecatedFirstTimestamp:T deprecatedLastTimestamp:T
  deprecatedSource:EventSource eventTime:M metadata:ObjectMeta note:s reason:s
  regarding:ObjectReference related:ObjectReference reportingController:s reportingInstance:s
  series:EventSeries type:s
ExecAction command:[s]
ExternalDocumentation description:s url:s
FCVolumeSource fsType:s lun:i readOnly:b targetWWNs:[s] wwids:[s]
FileKeySelector! key:s optional:b path:s volumeName:s
FlexVolumeSource driver:s fsType:s options:{s} readOnly:b secretRef:LocalObjectReference
FlockerVolumeSource datasetName:s datasetUUID:s
GCEPersistentDiskVolumeSource fsType:s partition:i pdName:s readOnly:b
GRPCAction port:i service:s
GitRepoVolumeSource directory:s repository:s revision:s
GlusterfsVolumeSource endpoints:s path:s readOnly:b
HTTPGetAction host:s httpHeaders:[HTTPHeader] path:s port:k scheme:s
HTTPHeader name:s value:s
HostAlias hostnames:[s] ip:s
HostIP ip:s
HostPathVolumeSource path:s type:s
ISCSIVolumeSource chapAuthDiscovery:b chapAuthSession:b fsType:s initiatorName:s iqn:s
  iscsiInterface:s lun:i portals:[s] readOnly:b secretRef:LocalObjectReference targetPortal:s
ImageVolumeSource pullPolicy:s reference:s
ImageVolumeStatus imageRef:s
JSONSchemaProps $ref:s $schema:s additionalItems:o additionalProperties:o allOf:[JSONSchemaProps]
  anyOf:[JSONSchemaProps] default:x definitions:{JSONSchemaProps} dependencies:{x} description:s
  enum:[x] example:x exclusiveMaximum:b exclusiveMinimum:b externalDocs:ExternalDocumentation
  format:s id:s items:JSONSchemaProps maxItems:l maxLength:l maxProperties:l maximum:d minItems:l
  minLength:l minProperties:l minimum:d multipleOf:d not:JSONSchemaProps nullable:b
  oneOf:[JSONSchemaProps] pattern:s patternProperties:{JSONSchemaProps} properties:{JSONSchemaProps}
  required:[s] title:s type:s uniqueItems:b x-kubernetes-embedded-resource:b
  x-kubernetes-int-or-string:b x-kubernetes-list-map-keys:[s] x-kubernetes-list-type:s
  x-kubernetes-map-type:s x-kubernetes-preserve-unknown-fields:b
  x-kubernetes-validations:[ValidationRule/rule]
Job metadata:ObjectMeta spec:JobSpec status:JobStatus
JobCondition lastProbeTime:T lastTransitionTime:T message:s reason:s status:s type:s
JobSpec activeDeadlineSeconds:l backoffLimit:i backoffLimitPerIndex:i completionMode:s completions:i
  managedBy:s manualSelector:b maxFailedIndexes:i parallelism:i podFailurePolicy:PodFailurePolicy
  podReplacementPolicy:s selector:LabelSelector successPolicy:SuccessPolicy suspend:b
  template:PodTemplateSpec ttlSecondsAfterFinished:i
JobStatus active:i completedIndexes:s completionTime:T conditions:[JobCondition] failed:i
  failedIndexes:s ready:i startTime:T succeeded:i terminating:i
  uncountedTerminatedPods:UncountedTerminatedPods
KeyToPath key:s mode:i path:s
LabelSelector! matchExpressions:[LabelSelectorRequirement] matchLabels:{s}
LabelSelectorRequirement key:s operator:s values:[s]
Lease metadata:ObjectMeta spec:LeaseSpec
LeaseSpec acquireTime:M holderIdentity:s leaseDurationSeconds:i leaseTransitions:i preferredHolder:s
  renewTime:M strategy:s
Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler stopSignal:s
LifecycleHandler exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
LinuxContainerUser gid:l supplementalGroups:[l] uid:l
LocalObjectReference! name:s
ManagedFieldsEntry apiVersion:s fieldsType:s fieldsV1:x manager:s operation:s subresource:s time:T
NFSVolumeSource path:s readOnly:b server:s
Namespace metadata:ObjectMeta spec:NamespaceSpec status:NamespaceStatus
NamespaceCondition lastTransitionTime:T message:s reason:s status:s type:s
NamespaceSpec finalizers:[s]
NamespaceStatus conditions:[NamespaceCondition/type] phase:s
Node metadata:ObjectMeta spec:NodeSpec status:NodeStatus
NodeAddress address:s type:s
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm]
  requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
NodeAllocatableResourceClaimStatus containers:[s+] resourceClaimName:s resources:{q}
NodeCondition lastHeartbeatTime:T lastTransitionTime:T message:s reason:s status:s type:s
NodeConfigSource configMap:ConfigMapNodeConfigSource
NodeConfigStatus active:NodeConfigSource assigned:NodeConfigSource error:s
  lastKnownGood:NodeConfigSource
NodeDaemonEndpoints kubeletEndpoint:DaemonEndpoint
NodeFeatures supplementalGroupsPolicy:b
NodeRuntimeHandler features:NodeRuntimeHandlerFeatures name:s
NodeRuntimeHandlerFeatures recursiveReadOnlyMounts:b userNamespaces:b
NodeSelector! nodeSelectorTerms:[NodeSelectorTerm]
NodeSelectorRequirement key:s operator:s values:[s]
NodeSelectorTerm! matchExpressions:[NodeSelectorRequirement] matchFields:[NodeSelectorRequirement]
NodeSpec configSource:NodeConfigSource externalID:s podCIDR:s podCIDRs:[s+] providerID:s
  taints:[Taint] unschedulable:b
NodeStatus addresses:[NodeAddress/type] allocatable:{q} capacity:{q} conditions:[NodeCondition/type]
  config:NodeConfigStatus daemonEndpoints:NodeDaemonEndpoints declaredFeatures:[s]
  features:NodeFeatures images:[ContainerImage] nodeInfo:NodeSystemInfo phase:s
  runtimeHandlers:[NodeRuntimeHandler] volumesAttached:[AttachedVolume] volumesInUse:[s]
NodeSwapStatus capacity:l
NodeSystemInfo architecture:s bootID:s containerRuntimeVersion:s kernelVersion:s kubeProxyVersion:s
  kubeletVersion:s machineID:s operatingSystem:s osImage:s swap:NodeSwapStatus systemUUID:s
ObjectFieldSelector! apiVersion:s fieldPath:s
ObjectMeta annotations:{s} creationTimestamp:T deletionGracePeriodSeconds:l deletionTimestamp:T
  finalizers:[s+] generateName:s generation:l labels:{s} managedFields:[ManagedFieldsEntry] name:s
  namespace:s ownerReferences:[OwnerReference/uid] resourceVersion:s selfLink:s uid:u
ObjectReference! apiVersion:s fieldPath:s kind:s name:s namespace:s resourceVersion:s uid:u
OwnerReference! apiVersion:s blockOwnerDeletion:b controller:b kind:s name:s uid:u
PersistentVolumeClaimSpec accessModes:[s] dataSource:TypedLocalObjectReference
  dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements selector:LabelSelector
  storageClassName:s volumeAttributesClassName:s volumeMode:s volumeName:s
PersistentVolumeClaimTemplate metadata:ObjectMeta spec:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource claimName:s readOnly:b
PhotonPersistentDiskVolumeSource fsType:s pdID:s
Pod metadata:ObjectMeta spec:PodSpec status:PodStatus
PodAffinity preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
  requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]
PodAffinityTerm labelSelector:LabelSelector matchLabelKeys:[s] mismatchLabelKeys:[s]
  namespaceSelector:LabelSelector namespaces:[s] topologyKey:s
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
  requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]
PodCertificateProjection certificateChainPath:s credentialBundlePath:s keyPath:s keyType:s
  maxExpirationSeconds:i signerName:s userAnnotations:{s}
PodCondition lastProbeTime:T lastTransitionTime:T message:s observedGeneration:l reason:s status:s
  type:s
PodDNSConfig nameservers:[s] options:[PodDNSConfigOption] searches:[s]
PodDNSConfigOption name:s value:s
PodExtendedResourceClaimStatus requestMappings:[ContainerExtendedResourceRequest]
  resourceClaimName:s
PodFailurePolicy rules:[PodFailurePolicyRule]
PodFailurePolicyOnExitCodesRequirement containerName:s operator:s values:[i+]
PodFailurePolicyOnPodConditionsPattern status:s type:s
PodFailurePolicyRule action:s onExitCodes:PodFailurePolicyOnExitCodesRequirement
  onPodConditions:[PodFailurePolicyOnPodConditionsPattern]
PodIP ip:s
PodOS name:s
PodReadinessGate conditionType:s
PodResourceClaim name:s resourceClaimName:s resourceClaimTemplateName:s
PodResourceClaimStatus name:s resourceClaimName:s
PodSchedulingGate name:s
PodSchedulingGroup podGroupName:s
PodSecurityContext appArmorProfile:AppArmorProfile fsGroup:l fsGroupChangePolicy:s runAsGroup:l
  runAsNonRoot:b runAsUser:l seLinuxChangePolicy:s seLinuxOptions:SELinuxOptions
  seccompProfile:SeccompProfile supplementalGroups:[l] supplementalGroupsPolicy:s sysctls:[Sysctl]
  windowsOptions:WindowsSecurityContextOptions
PodSpec activeDeadlineSeconds:l affinity:Affinity automountServiceAccountToken:b
  containers:[Container/name] dnsConfig:PodDNSConfig dnsPolicy:s enableServiceLinks:b
  ephemeralContainers:[EphemeralContainer/name] hostAliases:[HostAlias/ip] hostIPC:b hostNetwork:b
  hostPID:b hostUsers:b hostname:s hostnameOverride:s imagePullSecrets:[LocalObjectReference/name]
  initContainers:[Container/name] nodeName:s nodeSelector:{s}! os:PodOS overhead:{q}
  preemptionPolicy:s priority:i priorityClassName:s readinessGates:[PodReadinessGate]
  resourceClaims:[PodResourceClaim/name] resources:ResourceRequirements restartPolicy:s
  runtimeClassName:s schedulerName:s schedulingGates:[PodSchedulingGate/name]
  schedulingGroup:PodSchedulingGroup securityContext:PodSecurityContext serviceAccount:s
  serviceAccountName:s setHostnameAsFQDN:b shareProcessNamespace:b subdomain:s
  terminationGracePeriodSeconds:l tolerations:[Toleration]
  topologySpreadConstraints:[TopologySpreadConstraint/topologyKey,whenUnsatisfiable]
  volumes:[Volume/name]
PodStatus allocatedResources:{q} conditions:[PodCondition/type] containerStatuses:[ContainerStatus]
  ephemeralContainerStatuses:[ContainerStatus]
  extendedResourceClaimStatus:PodExtendedResourceClaimStatus hostIP:s hostIPs:[HostIP]
  initContainerStatuses:[ContainerStatus] message:s
  nodeAllocatableResourceClaimStatuses:[NodeAllocatableResourceClaimStatus] nominatedNodeName:s
  observedGeneration:l phase:s podIP:s podIPs:[PodIP/ip] qosClass:s reason:s resize:s
  resourceClaimStatuses:[PodResourceClaimStatus/name] resources:ResourceRequirements startTime:T
PodTemplateSpec metadata:ObjectMeta spec:PodSpec
PortworxVolumeSource fsType:s readOnly:b volumeID:s
Preconditions resourceVersion:s uid:u
PreferredSchedulingTerm preference:NodeSelectorTerm weight:i
Probe exec:ExecAction failureThreshold:i grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds:i
  periodSeconds:i successThreshold:i tcpSocket:TCPSocketAction terminationGracePeriodSeconds:l
  timeoutSeconds:i
ProjectedVolumeSource defaultMode:i sources:[VolumeProjection]
QuobyteVolumeSource group:s readOnly:b registry:s tenant:s user:s volume:s
RBDVolumeSource fsType:s image:s keyring:s monitors:[s] pool:s readOnly:b
  secretRef:LocalObjectReference user:s
ResourceClaim name:s request:s
ResourceFieldSelector! containerName:s divisor:q resource:s
ResourceHealth health:s message:s resourceID:s
ResourceRequirements claims:[ResourceClaim/name] limits:{q} requests:{q}
ResourceStatus name:s resources:[ResourceHealth/resourceID]
SELinuxOptions level:s role:s type:s user:s
ScaleIOVolumeSource fsType:s gateway:s protectionDomain:s readOnly:b secretRef:LocalObjectReference
  sslEnabled:b storageMode:s storagePool:s system:s volumeName:s
SeccompProfile localhostProfile:s type:s
SecretEnvSource name:s optional:b
SecretKeySelector! key:s name:s optional:b
SecretProjection items:[KeyToPath] name:s optional:b
SecretVolumeSource defaultMode:i items:[KeyToPath] optional:b secretName:s
SecurityContext allowPrivilegeEscalation:b appArmorProfile:AppArmorProfile capabilities:Capabilities
  privileged:b procMount:s readOnlyRootFilesystem:b runAsGroup:l runAsNonRoot:b runAsUser:l
  seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile
  windowsOptions:WindowsSecurityContextOptions
SelectableField jsonPath:s
ServiceAccountTokenProjection audience:s expirationSeconds:l path:s
ServiceReference name:s namespace:s path:s port:i
SleepAction seconds:l
StorageOSVolumeSource fsType:s readOnly:b secretRef:LocalObjectReference volumeName:s
  volumeNamespace:s
SuccessPolicy rules:[SuccessPolicyRule]
SuccessPolicyRule succeededCount:i succeededIndexes:s
Sysctl name:s value:s
TCPSocketAction host:s port:k
Taint effect:s key:s timeAdded:T value:s
Toleration effect:s key:s operator:s tolerationSeconds:l value:s
TopologySpreadConstraint labelSelector:LabelSelector matchLabelKeys:[s] maxSkew:i minDomains:i
  nodeAffinityPolicy:s nodeTaintsPolicy:s topologyKey:s whenUnsatisfiable:s
TypedLocalObjectReference! apiGroup:s kind:s name:s
TypedObjectReference apiGroup:s kind:s name:s namespace:s
UncountedTerminatedPods failed:[s+] succeeded:[s+]
ValidationRule fieldPath:s message:s messageExpression:s optionalOldSelf:b reason:s rule:s
Volume awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource
  azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource
  configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource
  emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource
  flexVolume:FlexVolumeSource flocker:FlockerVolumeSource
  gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource
  glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource image:ImageVolumeSource
  iscsi:ISCSIVolumeSource name:s nfs:NFSVolumeSource
  persistentVolumeClaim:PersistentVolumeClaimVolumeSource
  photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource
  projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource
  scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource
  vsphereVolume:VsphereVirtualDiskVolumeSource
VolumeDevice devicePath:s name:s
VolumeMount mountPath:s mountPropagation:s name:s readOnly:b recursiveReadOnly:s subPath:s
  subPathExpr:s
VolumeMountStatus mountPath:s name:s readOnly:b recursiveReadOnly:s volumeStatus:VolumeStatus
VolumeProjection clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection
  downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection
  serviceAccountToken:ServiceAccountTokenProjection
VolumeResourceRequirements limits:{q} requests:{q}
VolumeStatus image:ImageVolumeStatus
VsphereVirtualDiskVolumeSource fsType:s storagePolicyID:s storagePolicyName:s volumePath:s
WebhookClientConfig caBundle:y service:ServiceReference url:s
WebhookConversion clientConfig:WebhookClientConfig conversionReviewVersions:[s]
WeightedPodAffinityTerm podAffinityTerm:PodAffinityTerm weight:i
WindowsSecurityContextOptions gmsaCredentialSpec:s gmsaCredentialSpecName:s hostProcess:b
  runAsUserName:s
`;

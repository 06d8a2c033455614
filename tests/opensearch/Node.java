import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One real OpenSearch node in a process of its own, so that it can be killed as a machine dies: Node FOLDER PLACE NODES
 * HTTP_PORT TRANSPORT_PORT. Ports count up from the given ones by PLACE; it listens on this machine only.
 */
public final class Node {
    private static final String HOST = "127.0.0.1";

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        int place = Integer.parseInt(arguments[1]);
        int nodes = Integer.parseInt(arguments[2]);
        int http = Integer.parseInt(arguments[3]);
        int transport = Integer.parseInt(arguments[4]);
        String seeds = IntStream.range(0, nodes).mapToObj(i -> HOST + ":" + (transport + i)).collect(Collectors.joining(","));
        String names = IntStream.range(0, nodes).mapToObj(i -> "node-" + i).collect(Collectors.joining(","));

        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            settings.put("node.name", "node-" + place);
            settings.put("http.port", http + place);
            settings.put("transport.port", transport + place);
            settings.put("network.host", HOST);
            settings.put("discovery.type", nodes == 1 ? "single-node" : "zen");
            if (nodes > 1) {
                settings.put("discovery.seed_hosts", seeds);
                settings.put("cluster.initial_cluster_manager_nodes", names);
            }
            // The disk of a developer's machine is nearly full more often than not; that is no reason to refuse writes.
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
        runner.build(OpenSearchRunner.newConfigs()
                .basePath(folder.resolve("node-" + place).toString())
                .clusterName("legaldocs-dev")
                .numOfNode(1));
        System.out.println("started");
        new CountDownLatch(1).await();
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (java.io.IOException error) {
            System.err.println(error);
        }
    }
}

package dev.volary.cli.docker.pause;

import dev.volary.cli.docker.engine.EngineSocket;
import java.util.ArrayList;
import java.util.List;

/// The command by which a watchdog lets containers go on: with curl, else the docker program, else
/// this program's own virtual machine, whichever is there.
///
/// It asks more than once: the request to pause may still be on its way when who made it dies. It
/// asks for longer where the engine has not said yet that a container runs.
final class Undoing {
  private static final String SCRIPT =
      """
      socket=$1 java=$2 classes=$3; shift 3
      for wait in 0 0.2 0.5 1 2 5 10 20; do
        case $wait in 5|10|20) [ "$open" ] || break ;; esac
        sleep "$wait"
        open=
        if command -v curl >/dev/null; then
          for id; do
            said=$(curl --silent --max-time 20 --unix-socket "$socket" --request POST \\
              --output /dev/null --write-out '%{http_code}' \\
              "http://docker/containers/$id/unpause")
            case $said in 204|404|409) ;; *) open=1 ;; esac
          done
        elif command -v docker >/dev/null; then
          for id; do
            said=$(docker --host "unix://$socket" unpause "$id" 2>&1) && continue
            case $said in *"not paused"*|*"No such container"*) ;; *) open=1 ;; esac
          done
        else
          "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" \\
            dev.volary.cli.docker.pause.Unpause "$socket" "$@" || open=1
        fi
      done
      """;

  private Undoing() {}

  /// Returns the words that let `ids` go on.
  static List<String> command(EngineSocket socket, List<String> ids) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", SCRIPT, "undo"));
    words.add(socket.path().toAbsolutePath().toString());
    words.add(System.getProperty("java.home") + "/bin/java");
    words.add(System.getProperty("java.class.path"));
    words.addAll(ids);
    return words;
  }
}

package dev.volary.cli.command.care;

import dev.volary.cli.output.JsonObject;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.operation.DepotCheck;
import dev.volary.core.verify.Finding;
import dev.volary.core.verify.Hurt;
import dev.volary.core.verify.VerifyReport;
import dev.volary.core.verify.VerifyRoot;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a check of a depot found, as text and as JSON.
final class FindingText {
  private final Output output;

  FindingText(Output output) {
    this.output = output;
  }

  void show(DepotCheck.Result result) {
    if (output.mode().json()) {
      output.json("volary.fsck/1", json -> json(json, result));
    } else if (output.mode().quiet()) {
      result.objects().hurt().stream().map(VerifyRoot::commit).distinct().forEach(output::line);
    } else {
      print(result);
    }
  }

  private void print(DepotCheck.Result result) {
    VerifyReport report = result.objects();
    result.histories().forEach(problem -> output.line(damage() + problem));
    for (Finding finding : report.findings()) {
      output.line(damage() + finding.resource() + ": " + finding.problem());
      for (Hurt hurt : finding.hurts()) {
        String path = hurt.path().isEmpty() ? "the top directory" : hurt.path().toString();
        output.line("  hurts %s in %s".formatted(path, roots(hurt.roots(), hurt.moreRoots())));
      }
      if (finding.moreHurts() > 0) {
        output.line("  and " + finding.moreHurts() + " other paths");
      }
    }
    if (report.moreFindings() > 0) {
      output.line("and " + report.moreFindings() + " other findings");
    }
    VerifyReport.Counts counts = report.counts();
    output.line(
        "checked %s of %s, %s, %s: %s"
            .formatted(
                Words.count(counts.packs(), "pack"),
                Words.size(counts.packBytes()),
                Words.count(counts.objects(), "object"),
                Words.count(counts.roots(), "commit"),
                result.sound() ? "sound" : "DAMAGED"));
    if (!result.sound()) {
      output.talk(
          "commit the same files again, or fetch from a depot that has them; `volary fsck --repair`"
              + " saves what is sound");
    }
  }

  private String damage() {
    return output.style("31", "damage: ");
  }

  private static String roots(List<VerifyRoot> roots, long more) {
    String text =
        roots.stream()
            .map(root -> "%s %s (%s)".formatted(root.volume(), root.commit(), root.heldBy()))
            .collect(Collectors.joining(", "));
    return more > 0 ? text + " and " + more + " other commits" : text;
  }

  private static void json(JsonObject json, DepotCheck.Result result) {
    VerifyReport report = result.objects();
    json.put("sound", result.sound())
        .put("packs", report.counts().packs())
        .put("packBytes", report.counts().packBytes())
        .put("objects", report.counts().objects())
        .put("commits", report.counts().roots())
        .texts("histories", result.histories())
        .objects("findings", report.findings(), FindingText::finding)
        .put("moreFindings", report.moreFindings())
        .objects("hurt", report.hurt(), FindingText::root);
  }

  private static void finding(JsonObject json, Finding finding) {
    json.put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
        .put("resource", finding.resource())
        .put("problem", finding.problem())
        .objects(
            "hurts",
            finding.hurts(),
            (object, hurt) ->
                object
                    .put("path", hurt.path())
                    .objects("commits", hurt.roots(), FindingText::root)
                    .put("moreCommits", hurt.moreRoots()))
        .put("moreHurts", finding.moreHurts());
  }

  private static void root(JsonObject json, VerifyRoot root) {
    json.put("volume", root.volume()).put("commit", root.commit()).put("heldBy", root.heldBy());
  }
}

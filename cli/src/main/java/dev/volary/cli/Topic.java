package dev.volary.cli;

import java.util.List;

/// What verbs are about, in the order in which they are listed.
enum Topic {
  /// Everyday work on the data.
  DATA(
      "Work on data",
      "init list status commit switch checkout restore reset rollback undo worktree fork run"
          + " compose export eject"),
  /// Looking back.
  HISTORY("Look into history", "log show find reflog diff ls cat search"),
  /// Naming states.
  NAMES("Name states", "branch tag label"),
  /// Sharing with others.
  SHARING(
      "Share",
      "clone remote fetch pull push serve hub peers login logout whoami user group token access"
          + " protect unprotect audit"),
  /// Looking after volumes and the depot.
  CARE("Look after it", "du trash rename remove schedule expire config ignore fsck gc doctor"),
  /// The program itself.
  PROGRAM("About volary", "help completion docker-plugin demo version");

  private final String title;
  private final String verbs;

  /// @param verbs their names, blanks between them
  Topic(String title, String verbs) {
    this.title = title;
    this.verbs = verbs;
  }

  String title() {
    return title;
  }

  /// The verbs that belong here, whether this program has them or not.
  List<String> verbs() {
    return List.of(verbs.split(" ", -1));
  }
}

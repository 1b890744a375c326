package dev.volary.cli.command.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of bytes as people type it, such as `500M`, `20GB` or `1.5T`; decimal, as it is
/// printed.
final class Size implements ITypeConverter<Long> {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)([kKMGT]?)B?|(\\d{1,18})");

  @Override
  public Long convert(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'%s' is no size: write bytes, or 500M, 20GB or 1.5T".formatted(text));
    }
    if (matcher.group(3) != null) {
      return Long.parseLong(matcher.group(3));
    }
    double unit =
        switch (matcher.group(2)) {
          case "k", "K" -> 1e3;
          case "M" -> 1e6;
          case "G" -> 1e9;
          case "T" -> 1e12;
          default -> 1;
        };
    return Math.round(Double.parseDouble(matcher.group(1)) * unit);
  }
}

using System.Globalization;

namespace CommsBot.Content;

/// <summary>
/// The check at the start. Content in which it found nothing is not searched again on the same day by the same build; content with a fault always is,
/// so that every start names it.
/// </summary>
internal static class CheckedOnce
{
    public static IReadOnlyList<string> Faults(ContentRoot root, DateOnly today, LoadedContent loaded)
    {
        using var input = LearningInput.From($"{nameof(CheckedOnce)} {today.ToString("O", CultureInfo.InvariantCulture)}");
        input.Append<byte>(typeof(CheckedOnce).Module.ModuleVersionId.ToByteArray());
        input.AppendFiles(root.Home, "dialogs");
        input.AppendFiles(root.Home, "prompts");
        IReadOnlyList<string>? found = null;
        var clean = LearntWeights.Of(input, 1, to =>
        {
            found = Check();
            to[0] = found.Count == 0 ? (ushort)1 : (ushort)0;
        });
        return clean.Row<ushort>(0) == 1 ? [] : found ?? Check();

        IReadOnlyList<string> Check() => [.. loaded.Report(today).Errors.Select(fault => fault.ToString())];
    }
}

namespace CommsBot.Clinics;

/// <summary>One thing wrong in one file under <c>dialogs/</c>, said so that whoever edits the file finds it: the file, the item in it, the problem.</summary>
internal sealed record FileFault(string File, string Item, string Problem)
{
    public override string ToString() => Item.Length == 0 ? $"{File}: {Problem}" : $"{File}: {Item}: {Problem}";
}

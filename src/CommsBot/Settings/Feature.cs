namespace CommsBot.Settings;

/// <summary>Something a deployment may have or not, named at the start and by <c>/health/ready</c>.</summary>
/// <param name="Name">In the words of an operator, e.g. <c>SMS</c>.</param>
/// <param name="OffBecause">Null while it is on; else the setting that is missing.</param>
internal sealed record Feature(string Name, string? OffBecause)
{
    public override string ToString() => OffBecause is null ? $"{Name}: on" : $"{Name}: off, {OffBecause}";
}

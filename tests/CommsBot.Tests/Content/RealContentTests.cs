using CommsBot.Content;
using CommsBot.Content.Checks;

namespace CommsBot.Tests.Content;

public class RealContentTests
{
    [SkippableFact]
    public void The_shipped_dialogs_have_no_error()
    {
        var root = ContentRoot.Find(AppContext.BaseDirectory);
        Skip.IfNot(root is not null && Directory.Exists(Path.Combine(root.Dialogs, "answers", "en")), "dialogs/ holds no answers yet");

        var report = ContentCheck.Run(ContentLibrary.Read(root!), CheckScope.At(ContentFolder.Today));

        Assert.Equal("", string.Join('\n', report.Errors));
    }

    [Fact]
    public void The_home_is_the_nearest_folder_upward_that_holds_dialogs()
    {
        using var folder = new ContentFolder();
        var below = Directory.CreateDirectory(Path.Combine(folder.Root.Home, "src", "CommsBot")).FullName;

        Assert.Equal(folder.Root, ContentRoot.Find(below));
    }
}
